import {
  lazy,
  Suspense,
  useEffect,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { useZone } from '../../components/moment.tsx';
import { Skeleton } from '../../components/states.tsx';
import { bucketAt, isClick } from './bucket-list.ts';
import { bucketLabel, LEFT_PX, RIGHT_PX } from './time-axis.ts';
import type { BarSeries } from './bars-plot.tsx';

const BarsPlot = lazy(() => import('./bars-plot.tsx'));

/** The bucket that is looked at, by its place; null while none is. All charts of the page share it. */
export interface BucketCursor {
  readonly at: number | null;
  readonly move: (at: number | null) => void;
}

export interface Buckets {
  readonly starts: readonly number[];
  readonly stepMs: number;
  readonly filling: boolean;
}

interface Props {
  readonly label: string;
  readonly buckets: Buckets;
  readonly bars: readonly BarSeries[];
  readonly heightPx: number;
  readonly tick: (value: number) => string;
  readonly least: readonly [number, number];
  readonly cursor: BucketCursor;
  readonly onSpan: (from: number, to: number) => void;
  /** Null where there is nothing to go back out of. */
  readonly onBack: (() => void) | null;
  /** Opens the list of a stretch of time, ms. */
  readonly onOpen: (from: number, to: number) => void;
  /** All of one bucket in words, for who cannot see it. */
  readonly describe: (index: number) => string;
  readonly tip: (index: number) => ReactNode;
}

/**
 * A chart over time that pointer and arrow keys look into. A click, or Enter, opens the list of the bucket; drawing along it chooses that stretch for the
 * page, and a double click goes back.
 */
export function TimeChart(props: Props) {
  const { label, buckets, bars, heightPx, tick, least, cursor, onSpan, onBack, onOpen, describe, tip } =
    props;
  const { timeZone, label: zone } = useZone();
  const { starts, stepMs, filling } = buckets;
  const last = starts.length - 1;
  const at = cursor.at === null ? null : Math.min(cursor.at, last);
  const spoken = at ?? last;
  const clock = (index: number): string =>
    `${bucketLabel(starts[index] ?? 0, stepMs, timeZone, Date.now())} ${zone}`;
  const open = (index: number): void => onOpen(starts[index] ?? 0, (starts[index] ?? 0) + stepMs);
  // By where the click is: a finger has moved no cursor there before.
  const clicks = useClicks((event) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const index = bucketAt(event.clientX - left, width, starts.length);
    return index === null ? null : () => open(index);
  }, onBack);
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={spoken}
      aria-valuetext={`${clock(spoken)}: ${describe(spoken)}`}
      className="relative cursor-crosshair"
      style={{ height: heightPx }}
      aria-keyshortcuts="Enter"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && last >= 0) open(spoken);
        else follow(event, spoken, last, cursor);
      }}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && cursor.move(last)}
      onBlur={() => cursor.move(null)}
      {...clicks}
    >
      <Suspense fallback={<Skeleton className="mx-3 h-[calc(100%-28px)] w-[calc(100%-24px)]" />}>
        <BarsPlot
          starts={starts}
          stepMs={stepMs}
          filling={filling}
          bars={bars}
          heightPx={heightPx}
          timeZone={timeZone}
          tick={tick}
          least={least}
          at={at}
          onMove={cursor.move}
          onSpan={onSpan}
        />
      </Suspense>
      {at !== null && (
        <Tip at={at} count={starts.length} title={clock(at)}>
          {tip(at)}
          <p className="mt-1 border-t border-line pt-1 text-waiting">Click or Enter: its transactions</p>
        </Tip>
      )}
    </div>
  );
}

/** How long a click waits for the second one of a double click, ms; only where that means something. */
const SECOND_CLICK_MS = 250;

/** A click that is no end of a stroke and no half of a double click does what `actionOf` has for it. */
function useClicks(
  actionOf: (event: MouseEvent<HTMLElement>) => (() => void) | null,
  onDoubleClick: (() => void) | null,
) {
  const pressed = useRef<number | null>(null);
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  return {
    onPointerDown: (event: MouseEvent) => {
      pressed.current = event.clientX;
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      if (event.detail > 1 || !isClick(pressed.current, event.clientX)) return;
      const action = actionOf(event);
      if (action === null) return;
      if (onDoubleClick === null) action();
      else waiting.current = setTimeout(action, SECOND_CLICK_MS);
    },
    onDoubleClick: () => {
      clearTimeout(waiting.current);
      onDoubleClick?.();
    },
  };
}

/** Arrows by one, Page keys by ten, Home and End, Escape to let go. */
function follow(event: KeyboardEvent, from: number, last: number, { move }: BucketCursor): void {
  const moves: Record<string, number> = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    PageUp: from - 10,
    PageDown: from + 10,
    Home: 0,
    End: last,
  };
  const target = moves[event.key];
  if (event.key === 'Escape') move(null);
  if (target === undefined) return;
  event.preventDefault();
  move(Math.max(0, Math.min(last, target)));
}

/** Beside the bucket it tells of, on the side with more room, so that it never covers it. */
function Tip({
  at,
  count,
  title,
  children,
}: {
  at: number;
  count: number;
  title: string;
  children: ReactNode;
}) {
  const onTheRight = at < count / 2;
  const share = onTheRight ? (at + 1) / count : (count - at) / count;
  const edge = `calc((100% - ${LEFT_PX + RIGHT_PX}px) * ${share} + ${onTheRight ? LEFT_PX : RIGHT_PX}px)`;
  return (
    <div
      aria-hidden="true"
      style={onTheRight ? { left: edge } : { right: edge }}
      className="pointer-events-none absolute top-2 z-10 mx-1.5 min-w-40 rounded-control border border-line bg-panel px-3 py-2 text-small shadow-float"
    >
      <p className="mb-1 font-semibold whitespace-nowrap">{title}</p>
      {children}
    </div>
  );
}
