import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, type RefObject } from 'react';
import { axisLabel, LEFT_PX, RIGHT_PX } from './time-axis.ts';
import { coloursNow, useThemeTurn } from './plot-colours.ts';

export interface BarSeries {
  /** Its colour: the name of a token, "mismatched" for --color-mismatched. */
  readonly colour: string;
  /** One a bucket. What stands above zero is stacked in the order given, and so is what stands below. */
  readonly values: readonly number[];
}

export interface PlotProps {
  /** Starts of the buckets, ms. */
  readonly starts: readonly number[];
  readonly stepMs: number;
  /** When the last bucket is still filling. */
  readonly filling: boolean;
  readonly bars: readonly BarSeries[];
  readonly heightPx: number;
  readonly timeZone: string;
  readonly tick: (value: number) => string;
  /** The least the scale goes up to, and down to. */
  readonly least: readonly [number, number];
  /** The bucket looked at; null while none is. All plots of the page share it. */
  readonly at: number | null;
  readonly onMove: (at: number | null) => void;
  /** A stretch of time was drawn: ms. */
  readonly onSpan: (from: number, to: number) => void;
}

const DRAG_MIN_PX = 6;

/** Stacked bars over time. Loaded with the library that draws them, after the page stands. */
export default function BarsPlot(props: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  const theme = useThemeTurn();
  const { starts, stepMs, bars, heightPx, timeZone, at } = props;
  const shape = bars.map(({ colour }) => colour).join();

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new uPlot(optionsFor(element, latest), dataOf(latest.current), element);
    plot.current = made;
    const resized = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: latest.current.heightPx }),
    );
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [theme, shape, timeZone, stepMs, heightPx]);

  useEffect(() => {
    plot.current?.setData(dataOf(latest.current));
  }, [starts, bars]);

  useEffect(() => {
    const made = plot.current;
    if (made === null || made.cursor.idx === at) return;
    const start = at === null ? undefined : starts[at];
    const left = start === undefined ? -10 : made.valToPos((start + stepMs / 2) / 1000, 'x');
    made.setCursor({ left, top: start === undefined ? -10 : 1 }, false);
  }, [at, starts, stepMs]);

  return <div ref={place} style={{ height: heightPx }} className="min-w-0" />;
}

/**
 * Bars stand in the middle of their buckets. Each series reaches from zero to the sum of itself and those below it, and is drawn over the one above:
 * so they look stacked.
 */
function dataOf({ starts, stepMs, bars }: PlotProps): uPlot.AlignedData {
  const sums = bars.map(({ values }, index) =>
    values.map((value, bucket) => {
      if (value === 0) return null;
      const below = bars.slice(0, index).map((other) => other.values[bucket] ?? 0);
      return below
        .filter((other) => Math.sign(other) === Math.sign(value))
        .reduce((sum, other) => sum + other, value);
    }),
  );
  return [starts.map((start) => (start + stepMs / 2) / 1000), ...sums.toReversed()];
}

function optionsFor(element: HTMLElement, latest: RefObject<PlotProps>): uPlot.Options {
  const { bars, heightPx, timeZone, stepMs } = latest.current;
  const colours = coloursNow(['line', 'waiting', 'panel', ...bars.map(({ colour }) => colour)]);
  const colourOf = (name: string): string => colours.get(name) ?? 'currentColor';
  const axis = {
    stroke: colourOf('waiting'),
    font: "11px 'Inter Variable', sans-serif",
    ticks: { show: false },
    border: { show: false },
  };
  const paths = uPlot.paths.bars?.({ size: [0.78, 64], align: 0 });
  return {
    width: element.clientWidth,
    height: heightPx,
    padding: [8, RIGHT_PX, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, dist: DRAG_MIN_PX, setScale: false },
    },
    select: { show: true, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: {
        time: true,
        range: () => {
          const { starts } = latest.current;
          return [(starts[0] ?? 0) / 1000, ((starts.at(-1) ?? 0) + stepMs) / 1000];
        },
      },
      y: {
        range: (_plot, min, max) => {
          const [low, high] = latest.current.least;
          return [Math.min(low, min ?? 0) * 1.04, Math.max(high, max ?? 0) * 1.04];
        },
      },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: 64,
        grid: { show: false },
        values: (_plot, splits) => splits.map((at) => axisLabel(at * 1000, stepMs, timeZone)),
      },
      {
        ...axis,
        size: LEFT_PX,
        space: 34,
        incrs: [
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7,
        ],
        grid: { stroke: colourOf('line'), width: 1 },
        values: (_plot, splits) => splits.map((value) => latest.current.tick(value)),
      },
    ],
    series: [
      {},
      ...bars
        .toReversed()
        .map(({ colour }): uPlot.Series =>
          Object.assign({ fill: colourOf(colour), width: 0, points: { show: false } }, paths && { paths }),
        ),
    ],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone),
    hooks: {
      draw: [(plot) => latest.current.filling && hatchLast(plot, latest.current, colourOf('panel'))],
      setCursor: [
        (plot) => {
          const { at, onMove } = latest.current;
          const index = plot.cursor.idx ?? null;
          const inside = (plot.cursor.left ?? -1) >= 0 ? index : null;
          if (inside !== at) onMove(inside);
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < DRAG_MIN_PX) return;
          const edge = (px: number): number => plot.posToVal(px, 'x') * 1000;
          latest.current.onSpan(edge(left), edge(left + width));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** The last bucket is still filling: its bar is crossed out in the surface's own colour. */
function hatchLast(plot: uPlot, { starts, stepMs, bars }: PlotProps, colour: string): void {
  const start = starts.at(-1);
  if (start === undefined) return;
  const last = bars.map(({ values }) => values.at(-1) ?? 0);
  const edge = (sign: 1 | -1): number =>
    plot.valToPos(
      last.filter((value) => Math.sign(value) === sign).reduce((sum, value) => sum + value, 0),
      'y',
      true,
    );
  const [top, bottom] = [edge(1), edge(-1)];
  const from = plot.valToPos(start / 1000, 'x', true);
  const to = plot.valToPos((start + stepMs) / 1000, 'x', true);
  const { ctx } = plot;
  const gap = 5 * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, top, to - from, bottom - top);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = gap / 2.5;
  ctx.beginPath();
  for (let x = from - (bottom - top); x < to; x += gap) {
    ctx.moveTo(x, bottom);
    ctx.lineTo(x + (bottom - top), top);
  }
  ctx.stroke();
  ctx.restore();
}
