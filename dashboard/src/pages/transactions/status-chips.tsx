import type { Totals } from '../../api/schema.ts';
import { Chip } from '../../components/button.tsx';
import { STATUSES_SHOWN, statusWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { toggled, type TransactionFilter } from './filter.ts';

interface Props {
  readonly filter: TransactionFilter;
  readonly onChange: (filter: TransactionFilter) => void;
  /** How many transactions each status would show; null where that is not known. */
  readonly totals: Totals | null;
}

/** The first question of all, always in sight: what is wrong, what waits, what is done. */
export function StatusChips({ filter, onChange, totals }: Props) {
  return (
    <div
      role="group"
      aria-label="Status"
      className="flex min-w-0 gap-1.5 max-lg:-my-1 max-lg:overflow-x-auto max-lg:py-1 max-lg:pr-4 lg:flex-wrap"
    >
      {STATUSES_SHOWN.map((status) => (
        <Chip
          key={status}
          pressed={filter.status.includes(status)}
          onClick={() => onChange(toggled(filter, 'status', status))}
          title={status}
          aria-description={totals === null ? undefined : `${formatCount(totals[status], LOCALE)} now`}
        >
          {statusWords(status)}
          {totals !== null && (
            <span aria-hidden="true" data-testid={`count-${status}`} className="font-normal">
              {formatCount(totals[status], LOCALE)}
            </span>
          )}
        </Chip>
      ))}
    </div>
  );
}
