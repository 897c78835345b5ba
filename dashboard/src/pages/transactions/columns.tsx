import type { ReactNode } from 'react';
import type { Txn } from '../../api/schema.ts';
import { Reasons, StatusBadge } from '../../components/badges.tsx';
import { LegSlots } from '../../components/leg-slots.tsx';
import { MiddleTruncated } from '../../components/middle-truncated.tsx';
import { Moment } from '../../components/moment.tsx';
import { Money } from '../../components/money.tsx';
import { channelWords } from '../../format/labels.ts';
import { signedDifference } from '../../format/legs.ts';
import { formatSeconds } from '../../format/time.ts';

export interface Column {
  readonly id: string;
  readonly head: string;
  /** What the head means, where its words are too few. */
  readonly explains?: string;
  /** Classes of head and cells alike: alignment, and from which width on the column is there. */
  readonly look: string;
  readonly cell: (txn: Txn) => ReactNode;
}

export const COLUMNS: readonly Column[] = [
  {
    id: 'seen',
    head: 'First seen',
    look: 'text-ink-soft',
    cell: (txn) => <Moment at={txn.first_seen_at} clock="received" />,
  },
  {
    id: 'id',
    head: 'Transaction',
    look: 'min-w-0 font-mono',
    cell: (txn) => (
      // Not the router's Link: thirty of them listening to the router cost more than all the rest of the rows. The row itself opens it.
      <a
        href={`/transactions/${encodeURIComponent(txn.txn_id)}`}
        tabIndex={-1}
        aria-label={txn.txn_id}
        className="block hover:underline"
      >
        <MiddleTruncated text={txn.txn_id} />
      </a>
    ),
  },
  {
    id: 'status',
    head: 'Status',
    look: 'min-w-0 truncate',
    cell: (txn) => <StatusBadge status={txn.status} />,
  },
  {
    id: 'reasons',
    head: 'Reason',
    look: 'min-w-0 truncate',
    cell: (txn) => <Reasons reasons={txn.reasons} />,
  },
  {
    id: 'currency',
    head: 'Ccy',
    explains: 'Currency',
    look: 'text-ink-soft',
    cell: (txn) => txn.currency,
  },
  {
    id: 'amount',
    head: 'Amount',
    look: 'text-right',
    cell: (txn) => <Money minor={txn.amount_minor} currency={txn.currency} />,
  },
  {
    id: 'difference',
    head: 'Difference',
    explains: 'Gateway − bank',
    look: 'text-right',
    cell: (txn) => <Difference txn={txn} />,
  },
  {
    id: 'legs',
    head: 'Legs',
    explains: 'Bank, Gateway, App',
    look: 'legs',
    cell: (txn) => <LegSlots txn={txn} />,
  },
  {
    id: 'channel',
    head: 'Channel',
    look: 'only-wide text-ink-soft truncate',
    cell: (txn) => channelWords(txn.channel),
  },
  {
    id: 'verdict-after',
    head: 'After (s)',
    explains: 'From the first event to this verdict',
    look: 'only-wide text-right text-ink-soft',
    cell: (txn) => formatSeconds(Date.parse(txn.updated_at) - Date.parse(txn.first_seen_at)),
  },
  {
    id: 'rules',
    head: 'Rules',
    explains: 'Version of the rule set that judged it',
    look: 'only-widest text-right text-ink-soft',
    cell: (txn) => txn.rule_version,
  },
];

function Difference({ txn }: { txn: Txn }) {
  const minor = signedDifference(txn.legs);
  if (minor === null || minor === '0')
    return <span className="text-waiting">{minor === null ? '–' : ''}</span>;
  return <Money minor={minor} currency={txn.currency} signed />;
}
