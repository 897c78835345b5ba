import { lazy, Suspense, type KeyboardEvent, type ReactNode } from 'react';
import { useZone } from '../../components/moment.tsx';
import { Skeleton } from '../../components/states.tsx';
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
  readonly onBack: () => void;
  /** All of one bucket in words, for who cannot see it. */
  readonly describe: (index: number) => string;
  readonly tip: (index: number) => ReactNode;
}

/** A chart over time that pointer and arrow keys look into; drawing along it chooses that stretch for the page, and a double click goes back. */
export function TimeChart(props: Props) {
  const { label, buckets, bars, heightPx, tick, least, cursor, onSpan, onBack, describe, tip } = props;
  const { timeZone, label: zone } = useZone();
  const { starts, stepMs, filling } = buckets;
  const last = starts.length - 1;
  const at = cursor.at === null ? null : Math.min(cursor.at, last);
  const spoken = at ?? last;
  const clock = (index: number): string =>
    `${bucketLabel(starts[index] ?? 0, stepMs, timeZone, Date.now())} ${zone}`;
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
      onKeyDown={(event) => follow(event, spoken, last, cursor)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && cursor.move(last)}
      onBlur={() => cursor.move(null)}
      onDoubleClick={onBack}
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
        </Tip>
      )}
    </div>
  );
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
