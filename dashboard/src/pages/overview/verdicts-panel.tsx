import { useMemo, useState } from 'react';
import type { SummarySeries, VerdictStatus } from '../../api/schema.ts';
import { Chip } from '../../components/button.tsx';
import { statusWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { ChartPanel, type ChartProps, type SharedTime } from './chart-panel.tsx';
import { SeriesTable } from './series-table.tsx';
import { STACK, STATUS_PAINT } from './status-stack.ts';
import { TimeChart } from './time-chart.tsx';
import { TipRows } from './tip-rows.tsx';

const HEIGHT_PX = 248;
const count = (value: number): string => formatCount(value, LOCALE);
const percent = (value: number): string => `${Math.round(value)} %`;

/** How many transactions entered each status, bucket by bucket; as counts, or as shares of their bucket. */
export function VerdictsPanel(props: ChartProps) {
  const [asShare, setAsShare] = useState(false);
  return (
    <ChartPanel
      {...props}
      title="Verdicts"
      heightPx={HEIGHT_PX}
      legend={STACK.map((status) => ({ label: statusWords(status), swatch: STATUS_PAINT[status].swatch }))}
      aside={
        <Chip pressed={asShare} onClick={() => setAsShare(!asShare)}>
          As share
        </Chip>
      }
      table={(series) => (
        <SeriesTable
          label="Verdicts"
          series={series}
          columns={STACK.map((status) => ({
            key: status,
            head: statusWords(status),
            count: ({ verdicts }) => verdicts[status],
          }))}
        />
      )}
      chart={(series, time) => <VerdictsChart series={series} asShare={asShare} {...time} />}
    />
  );
}

function VerdictsChart({
  series: { buckets },
  asShare,
  ...time
}: { series: SummarySeries; asShare: boolean } & SharedTime) {
  const bars = useMemo(
    () =>
      STACK.map((status) => ({
        colour: STATUS_PAINT[status].colour,
        values: buckets.map(({ verdicts }) =>
          asShare ? (100 * verdicts[status]) / Math.max(1, totalOf(verdicts)) : verdicts[status],
        ),
      })),
    [buckets, asShare],
  );
  const parts = (index: number) => {
    const verdicts = buckets[index]?.verdicts;
    return STACK.map((status) => ({ status, count: verdicts?.[status] ?? 0 })).filter(
      (part) => part.count > 0,
    );
  };
  return (
    <TimeChart
      {...time}
      onOpen={(from, to) => time.onOpen(from, to, [])}
      label="Verdicts over time"
      bars={bars}
      heightPx={HEIGHT_PX}
      tick={asShare ? percent : count}
      least={[0, asShare ? 100 : 4]}
      describe={(index) =>
        parts(index)
          .map((part) => `${statusWords(part.status)} ${count(part.count)}`)
          .join(', ') || 'none'
      }
      tip={(index) => (
        <TipRows
          none="No verdicts"
          rows={parts(index)
            .toReversed()
            .map((part) => ({
              label: statusWords(part.status),
              swatch: STATUS_PAINT[part.status].swatch,
              value: count(part.count),
            }))}
        />
      )}
    />
  );
}

function totalOf(verdicts: Readonly<Record<VerdictStatus, number>>): number {
  return STACK.reduce((sum, status) => sum + verdicts[status], 0);
}
