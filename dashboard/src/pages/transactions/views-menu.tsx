import { useNavigate, useRouter } from '@tanstack/react-router';
import { Bookmark, Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef, useState } from 'react';
import type { ListSearch } from './list-search.ts';
import { addressOf, asked, isChanged, type ListPath, type SavedView } from './saved-view.ts';
import { savedViews, useSavedViews } from './saved-views.ts';
import { ViewNameDialog } from './view-name-dialog.tsx';
import { ViewUndo } from './view-undo.tsx';

interface Props {
  readonly list: ListPath;
  readonly search: ListSearch;
  /** The columns shown, where they are not the list's own. */
  readonly columns: string | undefined;
}

const ITEM =
  'flex min-h-8 cursor-pointer items-center gap-2 rounded-[5px] px-2 text-table outline-none data-[disabled]:cursor-default data-[disabled]:text-ink-soft data-[highlighted]:bg-hover';

/** A person's own views of this list: to open, save, rename, send on and delete. */
export function ViewsMenu({ list, search, columns }: Props) {
  const { views } = useSavedViews();
  const navigate = useNavigate();
  const router = useRouter();
  const trigger = useRef<HTMLButtonElement>(null);
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null);
  const own = views.filter((view) => view.list === list);
  const current = own.find(({ id }) => id === search.view) ?? null;
  const changed = current !== null && isChanged(current, search);
  const shown = asked({ ...search, columns: search.columns ?? columns });
  const open = (view: SavedView): void => void navigate({ to: list, search: addressOf(view) });
  const name = (text: string): void => {
    const view: SavedView =
      naming === 'rename' && current !== null
        ? { ...current, name: text }
        : { id: crypto.randomUUID().slice(0, 8), list, name: text, search: shown };
    savedViews.save(view, naming === 'rename' ? `Renamed to “${text}”` : `“${text}” is saved`);
    if (naming === 'new') open(view);
  };
  const copyLink = (view: SavedView): void => {
    const { href } = router.buildLocation({ to: list, search: view.search });
    void navigator.clipboard.writeText(location.origin + href);
  };
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger
          ref={trigger}
          aria-label={current === null ? 'Views' : `View ${current.name}${changed ? ', changed' : ''}`}
          className="inline-flex h-7 min-w-0 items-center gap-1.5 rounded-control border border-control bg-panel px-2.5 text-small font-medium hover:bg-hover"
        >
          <Bookmark size={14} aria-hidden="true" className="shrink-0" />
          <span className="max-w-40 truncate max-sm:sr-only">{current?.name ?? 'Views'}</span>
          {changed && <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-matched" />}
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="start"
            sideOffset={6}
            className="z-50 max-h-[min(480px,70dvh)] w-72 overflow-y-auto rounded-panel border border-line bg-panel p-1.5 text-ink shadow-float"
          >
            <DropdownMenu.RadioGroup value={current?.id ?? ''} aria-label="Your views">
              {own.map((view) => (
                <DropdownMenu.RadioItem
                  key={view.id}
                  value={view.id}
                  onSelect={() => open(view)}
                  className={ITEM}
                >
                  <span aria-hidden="true" className="flex w-4 justify-center text-matched">
                    {view === current && <Check size={14} strokeWidth={2.4} />}
                  </span>
                  <span className="min-w-0 truncate">{view.name}</span>
                </DropdownMenu.RadioItem>
              ))}
            </DropdownMenu.RadioGroup>
            {own.length === 0 && (
              <p className="px-2 py-1.5 text-small text-ink-soft">
                No views of yours yet. One keeps the filter, the order and the columns.
              </p>
            )}
            <DropdownMenu.Separator className="my-1 h-px bg-line" />
            {changed && (
              <>
                <DropdownMenu.Item
                  className={ITEM}
                  onSelect={() => {
                    savedViews.save({ ...current, search: shown }, `“${current.name}” is saved as it stands`);
                  }}
                >
                  Save changes
                </DropdownMenu.Item>
                <DropdownMenu.Item className={ITEM} onSelect={() => open(current)}>
                  Reset to what was saved
                </DropdownMenu.Item>
              </>
            )}
            <DropdownMenu.Item className={ITEM} onSelect={() => setNaming('new')}>
              Save as a new view…
            </DropdownMenu.Item>
            {current !== null && (
              <>
                <DropdownMenu.Item className={ITEM} onSelect={() => setNaming('rename')}>
                  Rename…
                </DropdownMenu.Item>
                <DropdownMenu.Item className={ITEM} onSelect={() => copyLink(current)}>
                  Copy its link
                </DropdownMenu.Item>
                <DropdownMenu.Item
                  className={ITEM}
                  onSelect={() => {
                    savedViews.delete(current);
                  }}
                >
                  Delete
                </DropdownMenu.Item>
              </>
            )}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {naming !== null && (
        <ViewNameDialog
          list={list}
          views={views}
          renamed={naming === 'rename' ? current : null}
          onName={name}
          onClose={() => {
            setNaming(null);
            trigger.current?.focus();
          }}
        />
      )}
      <ViewUndo />
    </>
  );
}
