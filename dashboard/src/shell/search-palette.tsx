import { useQuery } from '@tanstack/react-query';
import { useNavigate, type NavigateOptions } from '@tanstack/react-router';
import { ArrowLeftRight, CornerDownLeft, FileText, ListOrdered, Search, Unlink } from 'lucide-react';
import {
  useEffect,
  useId,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { asProblem } from '../api/problem.ts';
import { searchQuery } from './search-query.ts';
import { StatusBadge } from '../components/badges.tsx';
import { keepPasted } from '../pages/pasted/kept-columns.ts';
import { useSavedViews } from '../pages/transactions/saved-views.ts';
import { JUST_NOW } from '../pages/transactions/views.ts';
import { useHasRole } from '../session/person-context.tsx';
import { offersFor, type Lead, type Offer } from './search-offers.ts';

const ASK_AFTER_MS = 120;
const ICONS = { transaction: ArrowLeftRight, page: FileText, view: Unlink, pasted: ListOrdered } as const;

/** Ctrl or ⌘ K: ids, references, pages and views; a pasted column of ids opens as a list. A native dialog: it keeps the focus inside. */
export function SearchPalette({ ref }: { ref: RefObject<HTMLDialogElement | null> }) {
  const [open, setOpen] = useState(false);
  return (
    <dialog
      ref={ref}
      aria-label="Search"
      onToggle={(event) => setOpen(event.newState === 'open')}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
      className="mt-[12dvh] mb-auto w-[min(600px,calc(100vw-24px))] rounded-panel border border-line bg-panel p-0 text-ink shadow-float"
    >
      {open && <Palette close={() => ref.current?.close()} />}
    </dialog>
  );
}

function Palette({ close }: { close: () => void }) {
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const asked = useSettled(text.trim());
  const seesAccess = useHasRole('auditor');
  const { views } = useSavedViews();
  const { data, error, isFetching } = useQuery({ ...searchQuery(asked), enabled: asked !== '' });
  const navigate = useNavigate();
  const list = useId();
  const offers = offersFor(text, asked === text.trim() ? (data ?? null) : null, seesAccess, views);
  const chosen = Math.min(place, Math.max(0, offers.length - 1));
  const active = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Not returned: newer browsers answer with a promise, which React would take for a clean-up.
    active.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const go = (offer: Offer | undefined): void => {
    if (offer === undefined) return;
    close();
    void navigate(addressOf(offer.lead));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 };
    const next = moves[event.key];
    if (next !== undefined) setPlace(Math.max(0, Math.min(offers.length - 1, next)));
    else if (event.key === 'Enter') go(offers[chosen]);
    else return;
    event.preventDefault();
  };
  // A field of one line takes the line ends out of what is pasted, and with them what parts one id from the next.
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const pasted = event.clipboardData.getData('text');
    if (!/[\r\n\t]/.test(pasted.trim())) return;
    event.preventDefault();
    setText(pasted.trim().replaceAll(/\s+/g, ' '));
    setPlace(0);
  };
  return (
    <div onKeyDown={onKeyDown}>
      <div className="flex h-12 items-center gap-2.5 border-b border-line px-4">
        <Search size={16} aria-hidden="true" className="shrink-0 text-waiting" />
        <input
          // The dialog was opened to type into this.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          role="combobox"
          aria-label="Search"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={offers[chosen] === undefined ? undefined : `${list}-${chosen}`}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="Id, reference, event id, page or view; or paste a column of ids"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setPlace(0);
          }}
          onPaste={onPaste}
          className="h-full min-w-0 flex-1 bg-transparent text-body outline-none placeholder:text-waiting"
        />
        <kbd className="rounded-[4px] border border-line bg-canvas px-1.5 font-mono text-micro text-waiting">
          Esc
        </kbd>
      </div>
      <div
        id={list}
        role="listbox"
        aria-label="Results"
        aria-busy={isFetching}
        className="max-h-[min(420px,60dvh)] overflow-y-auto p-1.5"
      >
        {offers.map((offer, index) => {
          const Icon = ICONS[offer.kind];
          return (
            <div
              key={offer.key}
              id={`${list}-${index}`}
              ref={index === chosen ? active : null}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              onPointerMove={() => setPlace(index)}
              onClick={() => go(offer)}
              className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-[5px] px-2.5 text-table aria-selected:bg-selected"
            >
              <Icon size={15} aria-hidden="true" className="shrink-0 text-ink-soft" />
              <span className={`min-w-0 truncate ${offer.kind === 'transaction' ? 'font-mono' : ''}`}>
                {offer.words}
              </span>
              {offer.status !== null && <StatusBadge status={offer.status} />}
              <span className="ml-auto flex min-w-0 shrink-0 items-center gap-2 pl-3 text-small text-ink-soft">
                <span className="max-w-56 truncate">{offer.aside}</span>
                {index === chosen && <CornerDownLeft size={13} aria-hidden="true" />}
              </span>
            </div>
          );
        })}
      </div>
      <p role="status" className="px-4 pb-2.5 text-small text-ink-soft empty:hidden">
        {error === null ? '' : `The search failed: ${asProblem(error).message}`}
        {error === null && offers.length === 0 && !isFetching && asked === text.trim() && text.trim() !== ''
          ? 'Nothing has this id, and no break has it as a reference or event id.'
          : ''}
      </p>
    </div>
  );
}

function addressOf(lead: Lead): NavigateOptions {
  switch (lead.to) {
    case 'transaction':
      return { to: '/transactions/$txnId', params: { txnId: lead.txnId } };
    case 'page':
      return { to: lead.path, search: lead.path === '/transactions' ? JUST_NOW : {} };
    case 'list':
      return { to: lead.path, search: lead.search };
    case 'pasted':
      return { to: '/pasted', search: { column: keepPasted(lead.column) } };
  }
}

/** The text once nobody has typed for a moment: each question is recorded as a read. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
