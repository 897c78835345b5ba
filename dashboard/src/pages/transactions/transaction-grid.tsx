import './transaction-grid.css';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useNavigate } from '@tanstack/react-router';
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
} from 'react';
import { Skeleton } from '../../components/states.tsx';
import { useZone } from '../../components/moment.tsx';
import { ROW_HEIGHT, usePreferences } from '../../preferences/preferences.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import type { Column } from './columns.tsx';
import type { ListKeeper, ListView } from './list-keeper.ts';
import { columnsInRoom, columnTemplate } from './column-room.ts';
import { RowElements } from './row-elements.ts';
import { hasMore, isListed } from './transaction-list.ts';
import { TransactionRow } from './transaction-row.tsx';
import type { ColumnsChosen } from './use-columns.ts';

const TWO_LINES_BELOW_PX = 720; // the same width as in transaction-grid.css
const TWO_LINES_HEIGHT = 60;
const LOAD_AHEAD_ROWS = 40;
const CLICK_WITHIN_MS = 400;

export type ListLayout = 'transactions' | 'breaks';

interface Props {
  readonly keeper: ListKeeper;
  readonly view: ListView;
  readonly label: string;
  /** Which of its columns a row of two lines has: transaction-grid.css names them. */
  readonly layout: ListLayout;
  /** Those that are wanted; which of them there are follows from its width. A row of two lines always has the same. */
  readonly columns: Pick<ColumnsChosen, 'all' | 'shown'>;
  /** The transaction that stands open beside the list. */
  readonly peeked: string | null;
  readonly onPeek: (txnId: string | null) => void;
}

/** The rows, only those in sight. Focus stays on its row through every update; nothing moves while somebody reads or points. */
export function TransactionGrid({
  keeper,
  view,
  label,
  layout,
  columns: { all, shown: wanted },
  peeked,
  onPeek,
}: Props) {
  const { list, loading, problem } = view;
  const { rows } = list;
  // A page may bring none and lead on: until all was looked through, nobody is told that nothing fits.
  const looking = rows.length === 0 && (loading || (hasMore(list) && problem === null));
  const scroller = useRef<HTMLDivElement>(null);
  const { density } = usePreferences();
  const width = useWidth(scroller);
  const twoLines = width < TWO_LINES_BELOW_PX;
  const columns = useMemo(
    () => (twoLines ? all : columnsInRoom(wanted, width)),
    [all, wanted, twoLines, width],
  );
  const rowHeight = twoLines ? TWO_LINES_HEIGHT : ROW_HEIGHT[density];
  const tracks: CSSProperties & { '--columns': string } = { '--columns': columnTemplate(columns) };
  const navigate = useNavigate();
  const { label: zone } = useZone();
  const [activeId, setActiveId] = useState(keeper.activeId);
  const activeIndex = activeId === null ? -1 : rows.findIndex(({ txn }) => txn.txn_id === activeId);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialOffset: keeper.scrollTop,
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
    if (scroller.current !== null) scroller.current.scrollTop = keeper.scrollTop;
    return () => {
      keeper.hold('pointer', false);
      keeper.hold('focus', false);
      clearTimeout(tapEnds);
      keeper.hold('tap', false);
    };
  }, [keeper]);

  // Rows are drawn once their place is measured, which is later than the first layout.
  const left = useRef(keeper.activeId);
  useLayoutEffect(() => {
    if (left.current !== null && focusRow(scroller.current, left.current)) left.current = null;
  });

  const activate = useCallback(
    (index: number): void => {
      const id = rows[index]?.txn.txn_id ?? null;
      left.current = null;
      keeper.activeId = id;
      setActiveId(id);
    },
    [keeper, rows],
  );
  const open = useCallback(
    (txnId: string): void => {
      keeper.activeId = txnId;
      void navigate({ to: '/transactions/$txnId', params: { txnId } });
    },
    [keeper, navigate],
  );
  const moveTo = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const id = rows[next]?.txn.txn_id;
    if (id === undefined) return;
    // Held from the key on: until the focus arrives, a frame later, fifty new rows could have pushed the row out of sight.
    keeper.hold('focus', true);
    activate(next);
    virtualizer.scrollToIndex(next);
    requestAnimationFrame(() => keeper.hold('focus', focusRow(scroller.current, id)));
    if (peeked !== null) onPeek(id);
  };
  const leaveRow = (): void => {
    setActiveId(null);
    keeper.activeId = null;
    if (document.activeElement instanceof HTMLElement && scroller.current?.contains(document.activeElement)) {
      document.activeElement.blur();
    }
  };
  const onFollowed = useEffectEvent(() => {
    leaveRow();
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  });
  useEffect(() => keeper.followed.subscribe(() => onFollowed()), [keeper]);
  useShortcuts({
    j: () => moveTo(activeIndex + 1),
    k: () => moveTo(activeIndex < 0 ? 0 : activeIndex - 1),
    '.': () => keeper.follow(),
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
    } else if (event.key === ' ' && activeId !== null) {
      event.preventDefault();
      onPeek(activeId === peeked ? null : activeId);
    } else if (event.key === 'Escape') {
      if (peeked === null) leaveRow();
      else onPeek(null);
    }
  };

  const shown = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const row = rows[index];
    return row === undefined ? [] : [{ row, index, start }];
  });
  const elements = useState(() => new RowElements())[0].keysOf(
    shown.map(({ row }) => row.txn.txn_id),
    activeId,
  );
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= rows.length - LOAD_AHEAD_ROWS) void keeper.more();
    // A page may bring few rows or none and not be the last: its cursor is what has moved.
  }, [keeper, lastShown, rows.length, list.nextCursor]);

  return (
    <div
      role="grid"
      aria-label={label}
      aria-rowcount={hasMore(list) ? -1 : rows.length + 1}
      aria-colcount={columns.length}
      aria-busy={loading || looking}
      onKeyDown={onKeyDown}
      data-layout={layout}
      style={tracks}
      className="txn-list flex min-h-0 flex-1 flex-col text-table"
    >
      <div
        role="row"
        aria-rowindex={1}
        className="txn-row txn-head h-8 shrink-0 border-b border-line bg-panel text-small text-waiting [scrollbar-gutter:stable]"
      >
        {columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            title={column.explains}
            data-column={column.id}
            className={`${column.look} truncate font-sans !text-waiting`}
          >
            {column.head}
            {column.timed === true ? ` (${zone})` : ''}
          </div>
        ))}
      </div>
      <div
        ref={scroller}
        role="rowgroup"
        onScroll={(event) => {
          keeper.scrollTop = event.currentTarget.scrollTop;
          keeper.hold('scroll', event.currentTarget.scrollTop > 0);
        }}
        onPointerEnter={(event) => {
          if (event.pointerType !== 'touch') keeper.hold('pointer', true);
        }}
        onPointerLeave={() => keeper.hold('pointer', false)}
        onPointerDown={() => holdForTap(keeper, true)}
        onPointerUp={() => holdForTap(keeper, false)}
        onPointerCancel={() => holdForTap(keeper, false)}
        onFocus={() => keeper.hold('focus', true)}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) keeper.hold('focus', false);
        }}
        className={`relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto bg-panel ${loading && rows.length > 0 ? 'opacity-60 transition-opacity delay-150' : ''}`}
      >
        {looking ? (
          <SkeletonRows height={rowHeight} columns={columns} />
        ) : (
          <div role="presentation" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
            {shown.map(({ row, index, start }, place) => (
              <TransactionRow
                key={elements[place]}
                row={row}
                index={index}
                active={row.txn.txn_id === activeId}
                tabStop={activeIndex < 0 ? index === 0 : index === activeIndex}
                columns={columns}
                leaving={!loading && !isListed(list, row.txn)}
                peeked={row.txn.txn_id === peeked}
                onPeek={onPeek}
                top={start}
                height={rowHeight}
                onOpen={open}
                onActivate={activate}
              />
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

/** Whether the row is there and has the focus now. */
function focusRow(within: HTMLElement | null, txnId: string): boolean {
  const row = within?.querySelector<HTMLElement>(`[data-txn="${CSS.escape(txnId)}"]`);
  row?.focus({ preventScroll: true });
  return row !== null && row !== undefined && document.activeElement === row;
}

let tapEnds: ReturnType<typeof setTimeout> | undefined;

/** A tap opens the row it began on: nothing moves until its click has come, which is after the finger is up. */
function holdForTap(keeper: ListKeeper, down: boolean): void {
  clearTimeout(tapEnds);
  if (down) keeper.hold('tap', true);
  else tapEnds = setTimeout(() => keeper.hold('tap', false), CLICK_WITHIN_MS);
}

function SkeletonRows({ height, columns }: { height: number; columns: readonly Column[] }) {
  return Array.from({ length: 14 }, (_, row) => (
    <div key={row} role="presentation" className="txn-row border-b border-line" style={{ height }}>
      {columns.map((column) => (
        <div key={column.id} data-column={column.id} className={column.look}>
          <Skeleton className={`h-3 ${column.id === 'legs' || column.id === 'currency' ? 'w-8' : 'w-4/5'}`} />
        </div>
      ))}
    </div>
  ));
}

/** In px; before there is an element, as if it had the window's. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(() => window.innerWidth);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    // At once, and not only when the observer first speaks: no column may come or go before somebody's eyes.
    setWidth(element.current.clientWidth);
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(entry.contentRect.width);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
