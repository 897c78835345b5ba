import './transaction-grid.css';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useNavigate } from '@tanstack/react-router';
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';
import { Skeleton } from '../../components/states.tsx';
import { useZone } from '../../components/moment.tsx';
import { ROW_HEIGHT, usePreferences } from '../../preferences/preferences.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { COLUMNS } from './columns.tsx';
import { fits } from './filter.ts';
import { listKeeper, type ListView } from './list-keeper.ts';
import { hasMore } from './transaction-list.ts';
import { TransactionRow } from './transaction-row.tsx';

const TWO_LINES_BELOW_PX = 720; // the same width as in transaction-grid.css
const TWO_LINES_HEIGHT = 60;
const LOAD_AHEAD_ROWS = 40;

/** The rows, only those in sight. Focus stays on its row through every update; nothing moves while somebody reads or points. */
export function TransactionGrid({ view }: { view: ListView }) {
  const { list, loading } = view;
  const { rows } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const { density } = usePreferences();
  const twoLines = useNarrow(scroller);
  const rowHeight = twoLines ? TWO_LINES_HEIGHT : ROW_HEIGHT[density];
  const navigate = useNavigate();
  const { label: zone } = useZone();
  const [activeId, setActiveId] = useState(listKeeper.activeId);
  const activeIndex = activeId === null ? -1 : rows.findIndex(({ txn }) => txn.txn_id === activeId);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.txn.txn_id ?? index,
    overscan: 8,
    initialOffset: listKeeper.scrollTop,
    // The active row stays in the document when it scrolls out of sight: focus must not fall off it.
    rangeExtractor: (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      return activeIndex < 0 || indexes.includes(activeIndex)
        ? indexes
        : [activeIndex, ...indexes].toSorted((a, b) => a - b);
    },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  // Back finds the list where it was, and the focus on the row it left.
  useLayoutEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = listKeeper.scrollTop;
    if (listKeeper.activeId !== null) focusRow(scroller.current, listKeeper.activeId);
    return () => {
      listKeeper.hold('pointer', false);
      listKeeper.hold('focus', false);
    };
  }, []);

  const activate = useCallback(
    (index: number): void => {
      const id = rows[index]?.txn.txn_id ?? null;
      listKeeper.activeId = id;
      setActiveId(id);
    },
    [rows],
  );
  const open = useCallback(
    (txnId: string): void => {
      listKeeper.activeId = txnId;
      void navigate({ to: '/transactions/$txnId', params: { txnId } });
    },
    [navigate],
  );
  const moveTo = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const id = rows[next]?.txn.txn_id;
    if (id === undefined) return;
    activate(next);
    virtualizer.scrollToIndex(next);
    requestAnimationFrame(() => focusRow(scroller.current, id));
  };
  const leaveRow = (): void => {
    setActiveId(null);
    listKeeper.activeId = null;
    if (document.activeElement instanceof HTMLElement && scroller.current?.contains(document.activeElement)) {
      document.activeElement.blur();
    }
  };
  const onFollowed = useEffectEvent(() => {
    leaveRow();
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  });
  useEffect(() => listKeeper.followed.subscribe(() => onFollowed()), []);
  useShortcuts({
    j: () => moveTo(activeIndex + 1),
    k: () => moveTo(activeIndex < 0 ? 0 : activeIndex - 1),
    '.': () => listKeeper.follow(),
    y: () => {
      if (activeId !== null) void navigator.clipboard.writeText(activeId);
    },
  });
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: activeIndex - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) {
      event.preventDefault();
      moveTo(target);
    } else if (event.key === 'Enter' && activeId !== null) {
      open(activeId);
    } else if (event.key === 'Escape') {
      leaveRow();
    }
  };

  const shown = virtualizer.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastShown >= rows.length - LOAD_AHEAD_ROWS) void listKeeper.more();
  }, [lastShown, rows.length]);

  return (
    <div
      role="grid"
      aria-label="Transactions"
      aria-rowcount={hasMore(list) ? -1 : rows.length + 1}
      aria-colcount={COLUMNS.length}
      aria-busy={loading}
      onKeyDown={onKeyDown}
      className="txn-list flex min-h-0 flex-1 flex-col text-table"
    >
      <div
        role="row"
        aria-rowindex={1}
        className="txn-row txn-head h-8 shrink-0 border-b border-line bg-panel text-small text-waiting [scrollbar-gutter:stable]"
      >
        {COLUMNS.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            title={column.explains}
            className={`${column.look} truncate font-sans !text-waiting`}
          >
            {column.id === 'seen' ? `${column.head} (${zone})` : column.head}
          </div>
        ))}
      </div>
      <div
        ref={scroller}
        role="rowgroup"
        onScroll={(event) => {
          listKeeper.scrollTop = event.currentTarget.scrollTop;
          listKeeper.hold('scroll', event.currentTarget.scrollTop > 0);
        }}
        onPointerEnter={(event) => {
          if (event.pointerType !== 'touch') listKeeper.hold('pointer', true);
        }}
        onPointerLeave={() => listKeeper.hold('pointer', false)}
        onFocus={() => listKeeper.hold('focus', true)}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) listKeeper.hold('focus', false);
        }}
        className={`relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto bg-panel ${loading && rows.length > 0 ? 'opacity-60 transition-opacity delay-150' : ''}`}
      >
        {loading && rows.length === 0 ? (
          <SkeletonRows height={rowHeight} />
        ) : (
          <div role="presentation" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
            {shown.map(({ key, index, start }) => {
              const row = rows[index];
              return row === undefined ? null : (
                <TransactionRow
                  key={key}
                  row={row}
                  index={index}
                  active={row.txn.txn_id === activeId}
                  tabStop={activeIndex < 0 ? index === 0 : index === activeIndex}
                  leaving={!loading && !fits(list.filter, row.txn)}
                  top={start}
                  height={rowHeight}
                  onOpen={open}
                  onActivate={activate}
                />
              );
            })}
          </div>
        )}
      </div>
    </div>
  );
}

function focusRow(within: HTMLElement | null, txnId: string): void {
  within?.querySelector<HTMLElement>(`[data-txn="${CSS.escape(txnId)}"]`)?.focus({ preventScroll: true });
}

function SkeletonRows({ height }: { height: number }) {
  return Array.from({ length: 14 }, (_, row) => (
    <div key={row} role="presentation" className="txn-row border-b border-line" style={{ height }}>
      {COLUMNS.map((column) => (
        <div key={column.id} data-column={column.id} className={column.look}>
          <Skeleton className={`h-3 ${column.id === 'legs' || column.id === 'currency' ? 'w-8' : 'w-4/5'}`} />
        </div>
      ))}
    </div>
  ));
}

function useNarrow(element: { readonly current: HTMLElement | null }): boolean {
  const [narrow, setNarrow] = useState(() => window.innerWidth < TWO_LINES_BELOW_PX);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setNarrow(entry.contentRect.width < TWO_LINES_BELOW_PX);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return narrow;
}
