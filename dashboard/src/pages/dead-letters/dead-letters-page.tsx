import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import { asProblem } from '../../api/problem.ts';
import { deadLettersQuery } from './queries.ts';
import { Button } from '../../components/button.tsx';
import { Notice, ProblemPanel, Skeleton } from '../../components/states.tsx';
import { deadLetterWords } from '../../format/labels.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import {
  filterOf,
  isFiltered,
  NO_FILTER,
  peekOf,
  searchOf,
  toggled,
  type DeadLetterFilter,
} from './filter.ts';
import { LetterFilter } from './letter-filter.tsx';
import { LetterPanel } from './letter-panel.tsx';
import { LetterTable } from './letter-table.tsx';

const route = getRouteApi('/dead-letters');

/** What was refused, newest first, and beside it the bytes of one. */
export function DeadLettersPage() {
  usePageTitle('Dead letters');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => filterOf({ ...search }), [search]);
  const open = peekOf({ ...search });
  const list = useRef<HTMLDivElement>(null);
  const show = (next: DeadLetterFilter): void => void navigate({ search: searchOf(next, open) });
  const close = (): void => {
    if (open === null) return;
    // The focus goes back to where the record was opened, once the list can be seen again.
    void navigate({ search: searchOf(filter, null) }).then(() => focusLetter(list.current, open));
  };
  useShortcuts({
    j: () => stepFocus(list.current, 1),
    k: () => stepFocus(list.current, -1),
    Escape: close,
  });
  return (
    <div className="flex h-full">
      <div
        ref={list}
        className={`@container flex min-w-0 flex-1 flex-col ${open === null ? '' : 'max-lg:hidden'}`}
      >
        <LetterList filter={filter} open={open} show={show} />
      </div>
      {open !== null && <LetterPanel id={open} onClose={close} />}
    </div>
  );
}

function LetterList({
  filter,
  open,
  show,
}: {
  filter: DeadLetterFilter;
  open: string | null;
  show: (filter: DeadLetterFilter) => void;
}) {
  const { data, error, isPending, isPlaceholderData, isFetching, refetch, fetchNextPage, hasNextPage } =
    useInfiniteQuery(deadLettersQuery(filter));
  const letters = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <div className="flex flex-col gap-3 border-b border-line px-4 pt-3 pb-3">
        <div className="flex min-h-8 items-center justify-between gap-3">
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
            <h1 className="text-title font-semibold">Dead letters</h1>
            <p className="text-small text-ink-soft max-sm:hidden">
              Records that broke a rule of the contract, kept with their exact bytes.
            </p>
          </div>
          <Button onClick={() => void refetch()} disabled={isFetching}>
            Load newest
          </Button>
        </div>
        <LetterFilter filter={filter} onChange={show} />
      </div>
      {error !== null && (
        <ProblemPanel
          what="Dead letters could not be loaded."
          problem={asProblem(error)}
          retry={() => void refetch()}
        />
      )}
      {isPending && error === null && <Skeletons />}
      {data !== undefined && letters.length === 0 && <NothingRefused filter={filter} show={show} />}
      {letters.length > 0 && (
        <div
          role="region"
          aria-label="Refused records"
          tabIndex={0}
          aria-busy={isPlaceholderData}
          className={`min-h-0 flex-1 overflow-auto bg-panel outline-offset-[-2px] ${isPlaceholderData ? 'opacity-55' : ''}`}
        >
          <LetterTable letters={letters} filter={filter} open={open} />
          {hasNextPage && (
            <div className="border-t border-line p-3 text-center">
              <Button onClick={() => void fetchNextPage()} disabled={isFetching}>
                Load older
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}

function NothingRefused({
  filter,
  show,
}: {
  filter: DeadLetterFilter;
  show: (filter: DeadLetterFilter) => void;
}) {
  if (!isFiltered(filter)) return <Notice title="Nothing refused in this range." />;
  return (
    <Notice
      title="Nothing refused in this range."
      actions={[
        ...filter.code.map((code) => (
          <Button key={code} onClick={() => show(toggled(filter, code))}>
            Drop {deadLetterWords(code)}
          </Button>
        )),
        <Button key="all" onClick={() => show({ ...NO_FILTER, range: filter.range })}>
          Clear filters
        </Button>,
      ]}
    >
      Nothing that fits these filters.
    </Notice>
  );
}

function Skeletons() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4 p-4">
      {Array.from({ length: 10 }, (_, line) => (
        <Skeleton key={line} className="h-3 w-full" />
      ))}
    </div>
  );
}

function lettersIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-letter]') ?? [])];
}

function focusLetter(list: HTMLElement | null, id: string): void {
  requestAnimationFrame(() =>
    lettersIn(list)
      .find((link) => link.dataset['letter'] === id)
      ?.focus(),
  );
}

/** One row on or back from the one that has the focus, else from the open one, else the first. */
function stepFocus(list: HTMLElement | null, by: number): void {
  const links = lettersIn(list);
  const focused = links.findIndex((link) => link === document.activeElement);
  const from = focused < 0 ? links.findIndex((link) => link.ariaCurrent === 'true') : focused;
  links[from < 0 ? 0 : Math.max(0, Math.min(links.length - 1, from + by))]?.focus();
}
