import { SeverityBadge } from '../../components/badges.tsx';
import { Age, Moment } from '../../components/moment.tsx';
import { Money } from '../../components/money.tsx';
import { channelWords, railWords } from '../../format/labels.ts';
import type { Txn } from '../../api/schema.ts';
import { COLUMNS, type Column } from '../transactions/columns.tsx';
import { workStateWords } from '../transactions/filter-words.ts';

/** Columns the two lists have in common keep their looks. */
function sameAs(id: string): Column[] {
  return COLUMNS.filter((column) => column.id === id);
}

export const BREAK_COLUMNS: readonly Column[] = [
  {
    id: 'severity',
    head: 'Severity',
    look: 'min-w-0',
    width: { least: 84, good: 92 },
    cell: ({ severity }) => (severity === null ? null : <SeverityBadge severity={severity} />),
  },
  ...sameAs('reasons'),
  ...sameAs('id'),
  ...sameAs('currency'),
  {
    id: 'risk',
    head: 'At risk',
    look: 'text-right',
    width: { least: 112, good: 140 },
    cell: (txn) => <Money minor={txn.at_risk_minor} currency={txn.currency} />,
  },
  ...sameAs('difference'),
  ...sameAs('legs'),
  {
    id: 'channel',
    head: 'Channel',
    explains: 'Channel, and the rail the gateway used',
    look: 'text-ink-soft truncate',
    width: { least: 104, good: 116 },
    givesWay: 7,
    cell: (txn) => <ChannelAndRail txn={txn} />,
  },
  {
    id: 'age',
    head: 'Age',
    explains: 'Since it broke',
    look: 'text-right text-ink-soft',
    width: { least: 60, good: 64 },
    cell: ({ broken_at }) => (broken_at === null ? '–' : <Age since={broken_at} />),
  },
  {
    id: 'owner',
    head: 'Owner',
    explains: 'Who looks after it',
    look: 'min-w-0 truncate',
    width: { least: 92, good: 104 },
    givesWay: 5,
    cell: ({ assignee }) =>
      assignee === null ? (
        <span className="text-waiting">Nobody</span>
      ) : (
        <span title={assignee}>{assignee}</span>
      ),
  },
  {
    id: 'state',
    head: 'State',
    explains: 'How far people are with it',
    look: 'text-ink-soft truncate',
    width: { least: 100, good: 120 },
    givesWay: 6,
    cell: ({ work_state }) => workStateWords(work_state),
  },
  {
    id: 'updated',
    head: 'Updated',
    timed: true,
    look: 'text-ink-soft',
    width: { least: 128, good: 136 },
    givesWay: 8,
    cell: (txn) => <Moment at={txn.updated_at} clock="verdict" />,
  },
];

function ChannelAndRail({ txn }: { txn: Txn }) {
  const rail = txn.legs.gateway?.rail ?? null;
  return `${channelWords(txn.channel)}${rail === null ? '' : ` · ${railWords(rail)}`}`;
}
