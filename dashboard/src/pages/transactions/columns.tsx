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
import type { Roomy } from './column-room.ts';

export interface Column extends Roomy {
  readonly id: string;
  readonly head: string;
  /** What the head means, where its words are too few. */
  readonly explains?: string;
  /** What it is called in a list of columns, where its head is too short. */
  readonly named?: string;
  /** Cannot be hidden. */
  readonly fixed?: true;
  /** Its head says the zone of its times. */
  readonly timed?: true;
  /** Classes of head and cells alike. */
  readonly look: string;
  readonly cell: (txn: Txn) => ReactNode;
}

export const COLUMNS: readonly Column[] = [
  {
    id: 'seen',
    head: 'First seen',
    timed: true,
    look: 'text-ink-soft',
    width: { least: 128, good: 136 },
    cell: (txn) => <Moment at={txn.first_seen_at} clock="received" />,
  },
  {
    id: 'id',
    head: 'Transaction',
    fixed: true,
    look: 'min-w-0 font-mono',
    width: { least: 92, good: 150, share: 1.2 },
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
    width: { least: 100, good: 112 },
    cell: (txn) => <StatusBadge status={txn.status} />,
  },
  {
    id: 'reasons',
    head: 'Reason',
    look: 'min-w-0 truncate',
    width: { least: 88, good: 150, share: 1.2 },
    cell: (txn) => <Reasons reasons={txn.reasons} />,
  },
  {
    id: 'currency',
    head: 'Ccy',
    named: 'Currency',
    explains: 'Currency',
    look: 'text-ink-soft',
    width: { least: 36, good: 36 },
    cell: (txn) => txn.currency,
  },
  {
    id: 'amount',
    head: 'Amount',
    look: 'text-right',
    width: { least: 104, good: 140 },
    cell: (txn) => <Money minor={txn.amount_minor} currency={txn.currency} />,
  },
  {
    id: 'difference',
    head: 'Difference',
    explains: 'Gateway − bank',
    look: 'text-right',
    width: { least: 104, good: 128 },
    givesWay: 4,
    cell: (txn) => <Difference txn={txn} />,
  },
  {
    id: 'legs',
    head: 'Legs',
    explains: 'Bank, Gateway, App',
    look: '',
    width: { least: 64, good: 68 },
    cell: (txn) => <LegSlots txn={txn} />,
  },
  {
    id: 'channel',
    head: 'Channel',
    look: 'text-ink-soft truncate',
    width: { least: 64, good: 64 },
    givesWay: 5,
    cell: (txn) => channelWords(txn.channel),
  },
  {
    id: 'verdict-after',
    head: 'After (s)',
    named: 'Verdict after (s)',
    explains: 'From the first event to this verdict',
    look: 'text-right text-ink-soft',
    width: { least: 64, good: 76 },
    givesWay: 6,
    cell: (txn) => formatSeconds(Date.parse(txn.updated_at) - Date.parse(txn.first_seen_at)),
  },
  {
    id: 'rules',
    head: 'Rules',
    named: 'Rules version',
    explains: 'Version of the rule set that judged it',
    look: 'text-right text-ink-soft',
    width: { least: 44, good: 44 },
    givesWay: 7,
    cell: (txn) => txn.rule_version,
  },
];

function Difference({ txn }: { txn: Txn }) {
  const minor = signedDifference(txn.legs);
  if (minor === null || minor === '0')
    return <span className="text-waiting">{minor === null ? '–' : ''}</span>;
  return <Money minor={minor} currency={txn.currency} signed />;
}
