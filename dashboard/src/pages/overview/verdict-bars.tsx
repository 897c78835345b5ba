import { memo, useState } from 'react';
import type { SummarySeries, VerdictStatus } from '../../api/schema.ts';
import { Chip } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { Skeleton } from '../../components/states.tsx';
import { statusWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { BAR, Filling, MINUTE, MinuteChart, type MinuteCursor } from './minute-chart.tsx';
import { MinuteTable } from './minute-table.tsx';
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

const HEIGHT = 160;

type Minute = SummarySeries['buckets'][number];

/** Verdicts of the last hour, minute by minute. The current minute is still filling, and drawn so. */
export function VerdictBars({ series, cursor }: { series: SummarySeries | null; cursor: MinuteCursor }) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel
      title="Verdicts a minute, last hour"
      aside={
        <Chip pressed={asTable} onClick={() => setAsTable(!asTable)}>
          View as table
        </Chip>
      }
    >
      {series === null ? (
        <div className="p-4">
          <Skeleton className="h-60 w-full" />
        </div>
      ) : asTable ? (
        <MinuteTable
          label="Verdicts a minute"
          minutes={series.buckets.map(({ start }) => start)}
          columns={STACK.map((status) => ({
            key: status,
            head: statusWords(status),
            counts: series.buckets.map(({ verdicts }) => verdicts[status]),
          }))}
        />
      ) : (
        <Bars minutes={series.buckets} cursor={cursor} />
      )}
    </Panel>
  );
}

function totalOf({ verdicts }: Minute): number {
  return STACK.reduce((sum, status) => sum + verdicts[status], 0);
}

const count = (value: number): string => formatCount(value, LOCALE);

function Bars({ minutes, cursor }: { minutes: readonly Minute[]; cursor: MinuteCursor }) {
  const top = niceCeiling(Math.max(...minutes.map(totalOf)));
  const seen = STACK.filter((status) => minutes.some(({ verdicts }) => verdicts[status] > 0));
  const parts = (index: number) => {
    const verdicts = minutes[index]?.verdicts;
    return seen.map((status) => ({ status, count: verdicts?.[status] ?? 0 }));
  };
  return (
    <figure className="px-4 pt-4 pb-3">
      <MinuteChart
        label="Verdicts a minute over the last hour"
        minutes={minutes.map(({ start }) => start)}
        cursor={cursor}
        top={count(top)}
        middle={top % 2 === 0 ? count(top / 2) : ''}
        height={HEIGHT}
        describe={(index) =>
          parts(index)
            .map((part) => `${statusWords(part.status)} ${count(part.count)}`)
            .join(', ') || 'none'
        }
        tip={(index) => (
          <table className="w-full">
            <tbody>
              {parts(index)
                .toReversed()
                .map((part) => (
                  <tr key={part.status}>
                    <td className="pr-4">
                      <Swatch status={part.status} />
                    </td>
                    <td className="text-right font-medium">{count(part.count)}</td>
                  </tr>
                ))}
              {seen.length === 0 && (
                <tr>
                  <td>No verdicts</td>
                </tr>
              )}
            </tbody>
          </table>
        )}
      >
        <Stacks minutes={minutes} top={top} />
      </MinuteChart>
      <figcaption className="mt-2 flex min-h-[18px] flex-wrap gap-x-4 gap-y-1 pl-12 text-small text-ink-soft">
        {seen.length === 0 && 'No verdicts in the last hour.'}
        {seen.map((status) => (
          <Swatch key={status} status={status} />
        ))}
      </figcaption>
    </figure>
  );
}

function Swatch({ status }: { status: VerdictStatus }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={`size-2.5 rounded-[3px] ${SWATCH[status]}`} />
      {statusWords(status)}
    </span>
  );
}

/** The bars themselves; a moving cursor leaves them alone. */
const Stacks = memo(function Stacks({ minutes, top }: { minutes: readonly Minute[]; top: number }) {
  return (
    <>
      {minutes.map(({ start, verdicts }, index) => {
        let below = 0;
        return STACK.map((status) => {
          if (verdicts[status] === 0) return null;
          const height = (verdicts[status] / top) * HEIGHT;
          below += height;
          return (
            <rect
              key={`${start} ${status}`}
              x={index * MINUTE}
              y={HEIGHT - below}
              width={BAR}
              height={height}
              className={FILL[status]}
            />
          );
        });
      })}
      <Filling count={minutes.length} height={HEIGHT} />
    </>
  );
});
