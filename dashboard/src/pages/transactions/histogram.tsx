import { useRef, useState, type PointerEvent } from 'react';
import type { TxnCounts } from '../../api/schema.ts';
import { useZone } from '../../components/moment.tsx';
import { counted } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { formatClock, formatDay, formatSpan } from '../../format/time.ts';
import { axisOf, barsOf, stretchOf, type Axis } from './histogram-bars.ts';
import { countText } from './use-counts.ts';

interface Props {
  readonly counts: TxnCounts | null;
  /** Shows only what was first seen in this stretch. */
  readonly onStretch: (stretch: Axis) => void;
  /** Takes the stretch away again; null where there is none. */
  readonly onWiden: (() => void) | null;
}

const HEIGHT = 44;

/** When what the list shows was first seen. Drag for a stretch of time, double-click to have all of it back. */
export function Histogram({ counts, onStretch, onWiden }: Props) {
  const { timeZone, label } = useZone();
  const plot = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const histogram = counts?.histogram ?? { width_s: 60, buckets: [] };
  const axis = axisOf(histogram);
  if (counts === null || axis === null) return <div style={{ height: HEIGHT + 20 }} />;
  const bars = barsOf(histogram, axis);
  const widthMs = histogram.width_s * 1000;
  const instant = (at: number): string =>
    `${widthMs >= 3_600_000 ? `${formatDay(at, timeZone)} ` : ''}${formatClock(at, timeZone).slice(0, 8)}`;
  const placeOf = (event: PointerEvent): number => {
    const box = plot.current?.getBoundingClientRect();
    return box === undefined ? 0 : (event.clientX - box.left) / box.width;
  };
  const stretch = drag === null ? null : stretchOf(drag.from, drag.to, axis, widthMs);
  const span = axis.to - axis.from;
  const most = bars.reduce((one, other) => (other.count > one.count ? other : one), {
    count: 0,
    exact: true,
  });
  return (
    <figure className="flex flex-col gap-0.5">
      <div
        ref={plot}
        role="img"
        aria-label={`First seen: ${counted(formatCount(bars.length, LOCALE), 'stretch', 'stretches')} of ${formatSpan(widthMs)} from ${instant(axis.from)} to ${instant(axis.to)} ${label}, at most ${countText(most)} in one`}
        title="Drag for a stretch of time, double-click for all of it"
        className="relative w-full cursor-crosshair touch-pan-y border-b border-line select-none"
        style={{ height: HEIGHT }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: placeOf(event), to: placeOf(event) });
        }}
        onPointerMove={(event) => {
          if (drag !== null) setDrag({ ...drag, to: placeOf(event) });
        }}
        onPointerUp={() => {
          setDrag(null);
          // A click is the first half of a double-click; only what was drawn asks for something.
          if (drag !== null && stretch !== null && Math.abs(drag.to - drag.from) > 0.004) onStretch(stretch);
        }}
        onPointerCancel={() => setDrag(null)}
        onDoubleClick={() => onWiden?.()}
      >
        {bars.map(({ from, x, width, height }) => (
          <span
            key={from}
            className="absolute bottom-0 min-w-px bg-edge"
            style={{
              left: `${x * 100}%`,
              width: `max(1px, calc(${width * 100}% - 1px))`,
              height: `${height * 100}%`,
            }}
          />
        ))}
        {stretch !== null && (
          <span
            className="absolute inset-y-0 border-x border-matched bg-matched/20"
            style={{
              left: `${((stretch.from - axis.from) / span) * 100}%`,
              width: `${((stretch.to - stretch.from) / span) * 100}%`,
            }}
          />
        )}
      </div>
      <figcaption className="flex justify-between gap-3 text-micro text-waiting">
        <span>{instant(stretch?.from ?? axis.from)}</span>
        {counts.covered_from !== null && (
          <span>
            counted back to {instant(Date.parse(counts.covered_from))}; older ones are not in these figures
          </span>
        )}
        <span>
          {instant(stretch?.to ?? axis.to)} {label}
        </span>
      </figcaption>
    </figure>
  );
}
