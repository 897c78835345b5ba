import { REASONS } from '@tieout/core';
import { useMemo } from 'react';
import type { Reason, SummarySeries } from '../../api/schema.ts';
import { reasonWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { ChartPanel, type ChartProps, type SharedTime } from './chart-panel.tsx';
import { SeriesTable } from './series-table.tsx';
import { TimeChart } from './time-chart.tsx';
import { TipRows } from './tip-rows.tsx';

const HEIGHT_PX = 168;
/** What a break may have become since. */
const BROKEN_ONCE = ['MISMATCHED', 'RESOLVED'] as const;
const OPENED = { label: 'Opened', swatch: 'bg-mismatched' };
const CLOSED = { label: 'Closed', swatch: 'bg-matched' };
const count = (value: number): string => formatCount(Math.abs(value), LOCALE);

/** Breaks that opened, up, and that closed, down, on the time axis of the verdicts; what they were about where it is looked at. */
export function BreaksPanel(props: ChartProps) {
  return (
    <ChartPanel
      {...props}
      title="Breaks opened and closed"
      heightPx={HEIGHT_PX}
      legend={[OPENED, CLOSED]}
      table={(series) => (
        <SeriesTable
          label="Breaks"
          series={series}
          columns={[
            { key: 'opened', head: 'Opened', count: ({ opened }) => opened },
            { key: 'closed', head: 'Closed', count: ({ closed }) => closed },
            ...REASONS.map((reason) => ({
              key: reason,
              head: reasonWords(reason),
              count: ({ reasons }: { reasons: Partial<Record<Reason, number>> }) => reasons[reason] ?? 0,
            })),
          ]}
        />
      )}
      chart={(series, time) => <BreaksChart series={series} {...time} />}
    />
  );
}

function BreaksChart({ series: { buckets }, ...time }: { series: SummarySeries } & SharedTime) {
  const bars = useMemo(
    () => [
      { colour: 'mismatched', values: buckets.map(({ opened }) => opened) },
      { colour: 'matched', values: buckets.map(({ closed }) => -closed) },
    ],
    [buckets],
  );
  return (
    <TimeChart
      {...time}
      onOpen={(from, to) => time.onOpen(from, to, BROKEN_ONCE)}
      label="Breaks opened and closed over time"
      bars={bars}
      heightPx={HEIGHT_PX}
      tick={count}
      least={[-2, 2]}
      describe={(index) => {
        const bucket = buckets[index];
        return `${count(bucket?.opened ?? 0)} opened, ${count(bucket?.closed ?? 0)} closed`;
      }}
      tip={(index) => <BreaksTip bucket={buckets[index]} />}
    />
  );
}

function BreaksTip({ bucket }: { bucket: SummarySeries['buckets'][number] | undefined }) {
  if (bucket === undefined || bucket.opened + bucket.closed === 0) return <p>No breaks opened or closed</p>;
  const reasons = REASONS.filter((reason) => (bucket.reasons[reason] ?? 0) > 0);
  return (
    <>
      <TipRows
        none=""
        rows={[
          { ...OPENED, value: count(bucket.opened) },
          { ...CLOSED, value: count(bucket.closed) },
        ]}
      />
      {reasons.length > 0 && (
        <ul className="mt-1 border-t border-line pt-1 text-ink-soft">
          {reasons.map((reason) => (
            <li key={reason} className="flex justify-between gap-4 whitespace-nowrap">
              {reasonWords(reason)} <span>{count(bucket.reasons[reason] ?? 0)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
