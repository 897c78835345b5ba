import { useZone } from '../../components/moment.tsx';
import { formatCount, LOCALE } from '../../format/money.ts';
import { formatMinute } from '../../format/time.ts';

interface Column {
  readonly key: string;
  readonly head: string;
  /** One a minute, in the order of the minutes. */
  readonly counts: readonly number[];
}

interface Props {
  readonly label: string;
  readonly minutes: readonly string[];
  readonly columns: readonly Column[];
}

/** A chart's figures, newest minute first. */
export function MinuteTable({ label, minutes, columns }: Props) {
  const { timeZone, label: zone } = useZone();
  return (
    <div className="max-h-[300px] overflow-auto" tabIndex={0} role="region" aria-label={label}>
      <table className="w-full text-table">
        <thead className="sticky top-0 bg-panel text-small text-waiting">
          <tr>
            <th
              scope="col"
              className="sticky left-0 bg-panel px-4 py-1.5 text-left font-normal whitespace-nowrap"
            >
              Minute ({zone})
            </th>
            {columns.map(({ key, head }) => (
              <th key={key} scope="col" data-key={key} className="px-3 py-1.5 text-right font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {minutes
            .map((minute, index) => (
              <tr key={minute} className="border-t border-line">
                <th
                  scope="row"
                  className="sticky left-0 bg-panel px-4 py-1 text-left font-normal text-ink-soft"
                >
                  {formatMinute(Date.parse(minute), timeZone)}
                </th>
                {columns.map(({ key, counts }) => (
                  <td
                    key={key}
                    className={`px-3 py-1 text-right ${counts[index] === 0 ? 'text-waiting' : ''}`}
                  >
                    {formatCount(counts[index] ?? 0, LOCALE)}
                  </td>
                ))}
              </tr>
            ))
            .toReversed()}
        </tbody>
      </table>
    </div>
  );
}
