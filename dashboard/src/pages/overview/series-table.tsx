import type { SummarySeries } from '../../api/schema.ts';
import { useZone } from '../../components/moment.tsx';
import { formatCount, LOCALE } from '../../format/money.ts';
import { bucketLabel } from './time-axis.ts';

type Bucket = SummarySeries['buckets'][number];

export interface Column {
  readonly key: string;
  readonly head: string;
  readonly count: (bucket: Bucket) => number;
}

/** A chart's figures, newest bucket first. */
export function SeriesTable({
  label,
  series,
  columns,
}: {
  label: string;
  series: SummarySeries;
  columns: readonly Column[];
}) {
  const { timeZone, label: zone } = useZone();
  const now = Date.parse(series.at);
  return (
    <div className="h-full overflow-auto" tabIndex={0} role="region" aria-label={`${label}, as a table`}>
      <table className="w-full text-table">
        <thead className="sticky top-0 z-10 bg-panel text-small text-waiting">
          <tr>
            <th
              scope="col"
              className="sticky left-0 bg-panel px-4 py-1.5 text-left font-normal whitespace-nowrap"
            >
              Time ({zone})
            </th>
            {columns.map(({ key, head }) => (
              <th key={key} scope="col" data-key={key} className="px-3 py-1.5 text-right font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.buckets
            .map((bucket) => (
              <tr key={bucket.start} className="border-t border-line">
                <th
                  scope="row"
                  data-start={bucket.start}
                  className="sticky left-0 bg-panel px-4 py-1 text-left font-normal whitespace-nowrap text-ink-soft"
                >
                  {bucketLabel(Date.parse(bucket.start), series.bucket_ms, timeZone, now)}
                </th>
                {columns.map(({ key, count }) => (
                  <Cell key={key} value={count(bucket)} />
                ))}
              </tr>
            ))
            .toReversed()}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ value }: { value: number }) {
  return (
    <td className={`px-3 py-1 text-right ${value === 0 ? 'text-waiting' : ''}`}>
      {formatCount(value, LOCALE)}
    </td>
  );
}
