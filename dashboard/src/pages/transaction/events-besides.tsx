import { SOURCES } from '@tieout/core';
import type { TxnDetail } from '../../api/schema.ts';
import { Moment } from '../../components/moment.tsx';
import { Money } from '../../components/money.tsx';
import { eventTypeWords, outcomeWords, sourceWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { otherEvents } from './other-events.ts';

/** What each source said besides the event that speaks for it: earlier steps, a second settlement, a contradiction. */
export function EventsBesides({ txn }: { txn: TxnDetail }) {
  const others = otherEvents(txn);
  if (others.length === 0) return null;
  return (
    <details
      className="border-t border-line text-table"
      open={txn.reasons.includes('DUPLICATE_EVENT') || txn.reasons.includes('CONFLICTING_EVENT')}
    >
      <summary className="px-4 py-2.5 text-ink-soft hover:text-ink">
        {SOURCES.map((source) => ({ source, count: others.filter((one) => one.source === source).length }))
          .filter(({ count }) => count > 0)
          .map(({ source, count }) => `${formatCount(count, LOCALE)} more from ${sourceWords(source)}`)
          .join(', ')}
      </summary>
      <div className="overflow-x-auto" role="region" aria-label="Further events" tabIndex={0}>
        <table className="w-full min-w-[560px] border-t border-line">
          <thead className="sr-only">
            <tr>
              {['Source', 'Event type', 'Outcome', 'Ccy', 'Amount', 'Event time', 'Event id'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {others.map((event) => (
              <tr
                key={`${event.position.topic}:${event.position.partition}:${event.position.offset}`}
                className="border-b border-line last:border-0"
              >
                <td className="px-4 py-1.5 font-medium">{sourceWords(event.source)}</td>
                <td className="px-2">{eventTypeWords(event.type)}</td>
                <td className="px-2 text-ink-soft">{outcomeWords(event.outcome)}</td>
                <td className="px-2 text-ink-soft">{event.currency}</td>
                <td className="px-2 text-right">
                  <Money minor={event.amount_minor} currency={event.currency} />
                </td>
                <td className="px-2 text-ink-soft">
                  <Moment at={event.event_time} clock="event time" zoned />
                </td>
                <td className="px-4 font-mono text-small break-all">{event.event_id}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
