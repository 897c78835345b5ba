import { useState } from 'react';
import type { Summary, VerdictStatus } from '../../api/schema.ts';
import { Chip } from '../../components/button.tsx';
import { useZone } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { Skeleton } from '../../components/states.tsx';
import { statusWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { formatMinute } from '../../format/time.ts';
import { niceCeiling } from './nice-ceiling.ts';

/* From the bottom up, always in this order: what is wrong stands on the line, where lengths compare best. */
const STACK: readonly VerdictStatus[] = ['MISMATCHED', 'PARTIAL', 'PENDING', 'RESOLVED', 'CLOSED', 'MATCHED'];

const FILL: Record<VerdictStatus, string> = {
  MISMATCHED: 'fill-mismatched',
  PARTIAL: 'fill-ink-soft',
  PENDING: 'fill-edge',
  RESOLVED: 'fill-resolved',
  CLOSED: 'fill-edge/45',
  MATCHED: 'fill-matched',
};

const SWATCH: Record<VerdictStatus, string> = {
  MISMATCHED: 'bg-mismatched',
  PARTIAL: 'bg-ink-soft',
  PENDING: 'bg-edge',
  RESOLVED: 'bg-resolved',
  CLOSED: 'bg-edge/45',
  MATCHED: 'bg-matched',
};

/* Units of the drawing, stretched to the room there is. */
const HEIGHT = 160;
const BAR = 10;
const GAP = 3;

type Minute = Summary['per_minute'][number];

/** Verdicts of the last hour, minute by minute. The current minute is still filling, and drawn so. */
export function VerdictBars({ summary }: { summary: Summary | null }) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel
      className="flex flex-col"
      title="Verdicts a minute, last hour"
      aside={
        <Chip pressed={asTable} onClick={() => setAsTable(!asTable)}>
          View as table
        </Chip>
      }
    >
      {summary === null ? (
        <div className="p-4">
          <Skeleton className="h-45 w-full" />
        </div>
      ) : asTable ? (
        <MinuteTable minutes={summary.per_minute} />
      ) : (
        <Bars minutes={summary.per_minute} />
      )}
    </Panel>
  );
}

function totalOf({ verdicts }: Minute): number {
  return STACK.reduce((sum, status) => sum + verdicts[status], 0);
}

function Bars({ minutes }: { minutes: readonly Minute[] }) {
  const { timeZone } = useZone();
  const top = niceCeiling(Math.max(...minutes.map(totalOf)));
  const width = minutes.length * (BAR + GAP);
  const seen = STACK.filter((status) => minutes.some(({ verdicts }) => verdicts[status] > 0));
  const ticks = minutes.filter((_, index) => index % 15 === 0);
  return (
    <figure className="flex flex-1 flex-col px-4 pt-4 pb-3">
      <div className="flex min-h-48 flex-1 gap-2">
        <div
          aria-hidden="true"
          className="mb-5 flex w-10 shrink-0 flex-col justify-between text-right text-micro text-waiting"
        >
          <span className="-mt-2">{formatCount(top, LOCALE)}</span>
          <span className="-mb-2">0</span>
        </div>
        <div className="flex min-w-0 flex-1 flex-col">
          <svg
            role="img"
            aria-label={`Verdicts a minute over the last hour, at most ${formatCount(Math.max(...minutes.map(totalOf)), LOCALE)}. View as table for all figures.`}
            viewBox={`0 0 ${width} ${HEIGHT}`}
            preserveAspectRatio="none"
            className="block min-h-0 w-full flex-1 border-y border-line"
          >
            <path
              d={`M0 ${HEIGHT / 2}H${width}`}
              className="stroke-line"
              strokeDasharray="3 4"
              vectorEffect="non-scaling-stroke"
            />
            {minutes.map((minute, index) => (
              <Stack
                key={minute.minute}
                minute={minute}
                x={index * (BAR + GAP)}
                top={top}
                filling={index === minutes.length - 1}
                label={formatMinute(Date.parse(minute.minute), timeZone)}
              />
            ))}
          </svg>
          <div aria-hidden="true" className="mt-1 flex h-4 text-micro text-waiting">
            {ticks.map(({ minute }) => (
              <span key={minute} className="flex-1">
                {formatMinute(Date.parse(minute), timeZone)}
              </span>
            ))}
          </div>
        </div>
      </div>
      <figcaption className="mt-2 flex flex-wrap gap-x-4 gap-y-1 pl-12 text-small text-ink-soft">
        {seen.length === 0 && 'No verdicts in the last hour.'}
        {seen.map((status) => (
          <span key={status} className="inline-flex items-center gap-1.5">
            <span aria-hidden="true" className={`size-2.5 rounded-[3px] ${SWATCH[status]}`} />
            {statusWords(status)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function Stack({
  minute,
  x,
  top,
  filling,
  label,
}: {
  minute: Minute;
  x: number;
  top: number;
  filling: boolean;
  label: string;
}) {
  let below = 0;
  const parts = STACK.flatMap((status) => {
    const count = minute.verdicts[status];
    if (count === 0) return [];
    const height = (count / top) * HEIGHT;
    below += height;
    return [{ status, count, height, y: HEIGHT - below }];
  });
  const words = parts.map(({ status, count }) => `${statusWords(status)} ${formatCount(count, LOCALE)}`);
  return (
    <g opacity={filling ? 0.5 : 1}>
      <title>{[label, ...words].join('\n')}</title>
      <rect x={x} width={BAR + GAP} height={HEIGHT} className="fill-transparent" />
      {parts.map(({ status, y, height }) => (
        <rect key={status} x={x} y={y} width={BAR} height={height} className={FILL[status]} />
      ))}
    </g>
  );
}

function MinuteTable({ minutes }: { minutes: readonly Minute[] }) {
  const { timeZone, label } = useZone();
  const newestFirst = minutes.toReversed();
  return (
    <div className="max-h-[232px] overflow-auto" tabIndex={0} role="region" aria-label="Verdicts a minute">
      <table className="w-full text-table">
        <thead className="sticky top-0 bg-panel text-small text-waiting">
          <tr>
            <th scope="col" className="px-4 py-1.5 text-left font-normal">
              Minute ({label})
            </th>
            {STACK.map((status) => (
              <th key={status} scope="col" className="px-3 py-1.5 text-right font-normal">
                {statusWords(status)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newestFirst.map(({ minute, verdicts }) => (
            <tr key={minute} className="border-t border-line">
              <th scope="row" className="px-4 py-1 text-left font-normal text-ink-soft">
                {formatMinute(Date.parse(minute), timeZone)}
              </th>
              {STACK.map((status) => (
                <td
                  key={status}
                  className={`px-3 py-1 text-right ${verdicts[status] === 0 ? 'text-waiting' : ''}`}
                >
                  {formatCount(verdicts[status], LOCALE)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
