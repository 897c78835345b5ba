import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useZone } from '../../components/moment.tsx';
import { formatMinute } from '../../format/time.ts';
import { ticksOf } from './minute-axis.ts';

/* Units of the drawing, stretched to the room there is: a minute is a bar and the gap after it. */
export const BAR = 10;
export const MINUTE = 13;

/** The minute that is looked at, by its place among those shown; null while none is. All charts of the page share it. */
export interface MinuteCursor {
  readonly at: number | null;
  readonly move: (at: number | null) => void;
}

/** Moves the cursor with the pointer. For the element that is exactly as wide as the minutes. */
export function followPointer(count: number, { move }: MinuteCursor) {
  return {
    onPointerMove: (event: PointerEvent): void => {
      const { left, width } = event.currentTarget.getBoundingClientRect();
      move(Math.max(0, Math.min(count - 1, Math.floor(((event.clientX - left) / width) * count))));
    },
    onPointerLeave: (): void => move(null),
  };
}

/** The same by keyboard: arrows by a minute, Page keys by ten, Home and End, Escape to let go. */
function followKeys(count: number, { at, move }: MinuteCursor) {
  return {
    onKeyDown: (event: KeyboardEvent): void => {
      const from = at ?? count - 1;
      const moves: Record<string, number> = {
        ArrowLeft: from - 1,
        ArrowRight: from + 1,
        PageUp: from - 10,
        PageDown: from + 10,
        Home: 0,
        End: count - 1,
      };
      const target = moves[event.key];
      if (event.key === 'Escape') move(null);
      if (target === undefined) return;
      event.preventDefault();
      move(Math.max(0, Math.min(count - 1, target)));
    },
    onFocus: (): void => move(count - 1),
    onBlur: (): void => move(null),
  };
}

/** The band behind the minute that is looked at. */
export function CursorBand({ at, height }: { at: number | null; height: number }) {
  if (at === null) return null;
  return <rect x={at * MINUTE - 1.5} width={MINUTE} height={height} className="fill-selected" />;
}

/** Drawn over the current minute: it is still filling. */
export function Filling({ count, height }: { count: number; height: number }) {
  return (
    <>
      <pattern id="filling" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2.5" height="5" className="fill-panel" />
      </pattern>
      <rect x={(count - 1) * MINUTE} width={BAR} height={height} fill="url(#filling)" />
    </>
  );
}

/** The clock under a chart. */
export function MinuteTicks({ minutes }: { minutes: readonly string[] }) {
  const { timeZone } = useZone();
  return (
    <div aria-hidden="true" className="relative mt-1 h-4 text-micro text-waiting">
      {ticksOf(minutes, timeZone).map(({ index, label }) => (
        <span
          key={label}
          className="absolute -translate-x-1/2"
          style={{ left: `${((index + 0.5) / minutes.length) * 100}%` }}
        >
          {label}
        </span>
      ))}
    </div>
  );
}

interface Props {
  readonly label: string;
  readonly minutes: readonly string[];
  readonly cursor: MinuteCursor;
  /** What the y axis ends with, in words. */
  readonly top: string;
  readonly middle: string;
  readonly height: number;
  /** All of one minute in words, for who cannot see it. */
  readonly describe: (index: number) => string;
  readonly tip: (index: number) => ReactNode;
  readonly children: ReactNode;
}

/** A chart over minutes with its axes and a cursor that pointer and arrow keys move. */
export function MinuteChart(props: Props) {
  const { label, minutes, cursor, top, middle, height, describe, tip, children } = props;
  const { timeZone, label: zone } = useZone();
  const { at } = cursor;
  const spoken = at ?? minutes.length - 1;
  const clock = (index: number): string => formatMinute(Date.parse(minutes[index] ?? ''), timeZone);
  return (
    <div className="flex gap-2">
      <div
        aria-hidden="true"
        className="mb-5 flex w-10 shrink-0 flex-col justify-between text-right text-micro text-waiting"
      >
        <span className="-mt-2">{top}</span>
        <span>{middle}</span>
        <span className="-mb-2">0</span>
      </div>
      <div className="min-w-0 flex-1">
        <div
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={minutes.length - 1}
          aria-valuenow={spoken}
          aria-valuetext={`${clock(spoken)} ${zone}: ${describe(spoken)}`}
          className="relative cursor-crosshair border-y border-line"
          {...followKeys(minutes.length, cursor)}
          {...followPointer(minutes.length, cursor)}
        >
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${minutes.length * MINUTE} ${height}`}
            preserveAspectRatio="none"
            className="block h-48 w-full"
          >
            <CursorBand at={at} height={height} />
            <path
              d={`M0 ${height / 2}H${minutes.length * MINUTE}`}
              className="stroke-line"
              strokeDasharray="3 4"
              vectorEffect="non-scaling-stroke"
            />
            {children}
          </svg>
          {at !== null && (
            <Tip at={at} count={minutes.length} title={`${clock(at)} ${zone}`}>
              {tip(at)}
            </Tip>
          )}
        </div>
        <MinuteTicks minutes={minutes} />
      </div>
    </div>
  );
}

/** Beside the minute it tells of, on the side with more room, so that it never covers it. */
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
  const edge = `${((onTheRight ? at + 1 : count - at) / count) * 100}%`;
  return (
    <div
      aria-hidden="true"
      style={onTheRight ? { left: edge } : { right: edge }}
      className="pointer-events-none absolute top-2 z-10 mx-1.5 min-w-40 rounded-control border border-line bg-panel px-3 py-2 text-small shadow-float"
    >
      <p className="mb-1 font-semibold">{title}</p>
      {children}
    </div>
  );
}
