import { ChevronRight } from 'lucide-react';
import { Fragment, useState, type ReactNode } from 'react';
import type { TimelineEvent, TxnDetail, VerdictStatus } from '../../api/schema.ts';
import { StatusBadge } from '../../components/badges.tsx';
import { Moment, useZone } from '../../components/moment.tsx';
import { Chip } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { eventTypeWords, outcomeWords, reasonWords, sourceWords, statusWords } from '../../format/labels.ts';
import { LOCALE, moneyPhrase } from '../../format/money.ts';
import { formatSpan } from '../../format/time.ts';
import { RecordView } from './record-view.tsx';

type Entry = TxnDetail['timeline'][number];

const LONG_GAP_MS = 30_000;

/** What happened, newest last: events as they came in, verdicts as they changed, and what people did. */
export function Timeline({ txn }: { txn: TxnDetail }) {
  const { timeline: entries, timeline_truncated: truncated } = txn;
  const { label } = useZone();
  const [hidden, setHidden] = useState<ReadonlySet<Entry['kind']>>(new Set());
  const shown = entries.filter(({ kind }) => !hidden.has(kind));
  return (
    <Panel title="Timeline" aside={`${label}, newest last`}>
      <div role="group" aria-label="Show" className="flex flex-wrap gap-1.5 border-b border-line px-4 py-2">
        {KINDS.map(({ kind, words }) => {
          const count = entries.filter((entry) => entry.kind === kind).length;
          return (
            <Chip
              key={kind}
              pressed={!hidden.has(kind)}
              disabled={count === 0}
              onClick={() => setHidden(hidden.has(kind) ? without(hidden, kind) : new Set([...hidden, kind]))}
            >
              {words} <span className="font-normal">{count}</span>
            </Chip>
          );
        })}
      </div>
      {truncated && (
        <p className="border-b border-line px-4 py-2 text-small text-ink-soft">
          Only the newest entries are shown.
        </p>
      )}
      <ol className="px-4 py-3">
        {shown.map((entry, index) => (
          <Fragment key={keyOf(entry, index)}>
            <Gap before={shown[index - 1]} entry={entry} />
            <li className="relative grid grid-cols-[6.6rem_1fr] gap-3 pb-3 text-table last:pb-0">
              <span className="text-ink-soft">
                <Moment at={entry.at} clock={entry.kind === 'event' ? 'received' : 'recorded'} />
              </span>
              <div className="min-w-0">
                <Told entry={entry} txnId={txn.txn_id} />
              </div>
            </li>
          </Fragment>
        ))}
      </ol>
    </Panel>
  );
}

const KINDS = [
  { kind: 'event', words: 'Events' },
  { kind: 'verdict', words: 'Verdicts' },
  { kind: 'action', words: 'Actions' },
] as const satisfies readonly { readonly kind: Entry['kind']; readonly words: string }[];

function without<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  return new Set([...set].filter((one) => one !== value));
}

function keyOf(entry: Entry, index: number): string {
  return entry.kind === 'event'
    ? `${entry.position.topic}:${entry.position.partition}:${entry.position.offset}`
    : `${entry.chain}:${entry.seq}:${index}`;
}

function Gap({ before, entry }: { before: Entry | undefined; entry: Entry }) {
  if (before === undefined) return null;
  const length = Date.parse(entry.at) - Date.parse(before.at);
  if (length < LONG_GAP_MS) return null;
  return (
    <li className="flex items-center gap-3 pb-3 text-small text-waiting">
      <span aria-hidden="true" className="h-px flex-1 border-t border-dashed border-line" />
      {formatSpan(length)} later
      <span aria-hidden="true" className="h-px flex-1 border-t border-dashed border-line" />
    </li>
  );
}

function Told({ entry, txnId }: { entry: Entry; txnId: string }): ReactNode {
  switch (entry.kind) {
    case 'event':
      return (
        <>
          <p>
            <b className="font-semibold">{sourceWords(entry.source)}</b>{' '}
            {eventTypeWords(entry.type).toLowerCase()},{' '}
            {moneyPhrase(entry.amount_minor, entry.currency, LOCALE)}
            <span className="text-ink-soft"> · {outcomeWords(entry.outcome).toLowerCase()}</span>
          </p>
          <EventRecord entry={entry} txnId={txnId} />
        </>
      );
    case 'verdict':
      return (
        <>
          <p className="flex flex-wrap items-center gap-x-2">
            {entry.previous_status !== null && entry.previous_status !== entry.status && (
              <Was status={entry.previous_status} />
            )}
            <StatusBadge status={entry.status} />
            {entry.late_arrival.length > 0 && (
              <span className="rounded-[4px] bg-attention px-1.5 text-micro font-medium text-attention-ink">
                {entry.late_arrival.map(sourceWords).join(', ')} came late
              </span>
            )}
          </p>
          <ul className="text-small text-ink-soft">
            {entry.added.map((reason) => (
              <li key={reason} title={reason}>
                <span className="font-semibold text-mismatched">+</span> {reasonWords(reason)}
              </li>
            ))}
            {entry.removed.map((reason) => (
              <li key={reason} title={reason}>
                <span className="font-semibold text-matched">−</span> <s>{reasonWords(reason)}</s>
              </li>
            ))}
          </ul>
        </>
      );
    case 'action':
      return (
        <p>
          <b className="font-semibold">{entry.actor}</b>{' '}
          <span className="text-ink-soft">{entry.action.toLowerCase().replaceAll('_', ' ')}</span>
        </p>
      );
  }
}

/** The event's id, which opens its record. */
function EventRecord({ entry, txnId }: { entry: TimelineEvent; txnId: string }) {
  const [open, setOpen] = useState(false);
  const { topic, partition, offset } = entry.position;
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        title="Its fields and bytes"
        onClick={() => setOpen(!open)}
        className="flex min-h-6 max-w-full items-center gap-1 font-mono text-small text-waiting hover:text-ink"
      >
        <ChevronRight
          size={13}
          aria-hidden="true"
          className={`shrink-0 transition-transform ${open ? 'rotate-90' : ''}`}
        />
        <span className="truncate">{entry.event_id}</span>
      </button>
      {open && <RecordView txnId={txnId} position={`${topic}:${partition}:${offset}`} />}
    </>
  );
}

function Was({ status }: { status: VerdictStatus }) {
  return (
    <span className="text-waiting">
      {statusWords(status)} <span aria-label="became">→</span>
    </span>
  );
}
