import { REASONS } from '@tieout/core';
import { X } from 'lucide-react';
import type { Totals } from '../../api/schema.ts';
import { Button, Chip } from '../../components/button.tsx';
import {
  channelWords,
  reasonWords,
  severityWords,
  sourceWords,
  STATUSES_SHOWN,
  statusWords,
} from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { isFiltered, NO_FILTER, toggled, type TransactionFilter } from './filter.ts';

interface Props {
  readonly filter: TransactionFilter;
  readonly onChange: (filter: TransactionFilter) => void;
}

interface BarProps extends Props {
  /** How many transactions each status would show; null where that is not known. */
  readonly totals: Totals | null;
}

/** Status and reason are always offered; what a link brought along besides stands there to be taken away. */
export function FilterBar({ filter, onChange, totals }: BarProps) {
  return (
    <div className="flex flex-col gap-2">
      <div role="group" aria-label="Status" className="flex gap-2">
        <span className="w-12 shrink-0 text-small leading-7 text-waiting">Status</span>
        <div className="flex min-w-0 gap-1.5 max-lg:-my-1 max-lg:overflow-x-auto max-lg:py-1 max-lg:pr-4 lg:flex-wrap">
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
          <Others filter={filter} onChange={onChange} />
        </div>
      </div>
      <div role="group" aria-label="Reason" className="flex gap-2">
        <span className="w-12 shrink-0 text-small leading-7 text-waiting">Reason</span>
        <div className="flex min-w-0 gap-1.5 max-lg:-my-1 max-lg:overflow-x-auto max-lg:py-1 max-lg:pr-4 lg:flex-wrap">
          {REASONS.map((reason) => (
            <Chip
              key={reason}
              pressed={filter.reason.includes(reason)}
              onClick={() => onChange(toggled(filter, 'reason', reason))}
              title={reason}
            >
              {reasonWords(reason)}
            </Chip>
          ))}
          {isFiltered(filter) && (
            <Button look="quiet" className="!h-7 !px-2 text-small" onClick={() => onChange(NO_FILTER)}>
              Clear filters
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

function Others({ filter, onChange }: Props) {
  const others = [
    ...filter.severity.map((value) => ({
      key: value,
      text: severityWords(value),
      without: toggled(filter, 'severity', value),
    })),
    ...filter.channel.map((value) => ({
      key: value,
      text: channelWords(value),
      without: toggled(filter, 'channel', value),
    })),
    ...filter.missing.map((value) => ({
      key: `missing ${value}`,
      text: `Nothing from ${sourceWords(value)}`,
      without: toggled(filter, 'missing', value),
    })),
    ...filter.currency.map((value) => ({
      key: value,
      text: value,
      without: toggled(filter, 'currency', value),
    })),
    ...(filter.q === ''
      ? []
      : [{ key: 'q', text: `Id begins with ${filter.q}`, without: { ...filter, q: '' } }]),
  ];
  return others.map(({ key, text, without }) => (
    <Chip key={key} pressed onClick={() => onChange(without)} title={`Take away: ${text}`}>
      {text}
      <X size={13} aria-hidden="true" />
    </Chip>
  ));
}
