import { topicCatalogue } from '@tieout/schemas';
import type { AuditRow, RawEventRow } from '@tieout/store/reading';
import { z } from 'zod';
import { LiveTxn, Reason, Source, type TimelineEntry } from '../schemas/index.ts';

const TOPICS = topicCatalogue();

/** Of the same instant: first what arrived, then what was done and decided, in the order of the log. */
const ORDER: Readonly<Record<TimelineEntry['kind'], number>> = { event: 0, verdict: 1, action: 1 };

/** What happened to a transaction, oldest first. Both inputs are oldest first too, and stay so where instants are equal. */
export function timeline(events: readonly RawEventRow[], audit: readonly AuditRow[]): TimelineEntry[] {
  return [...events.map(eventEntry), ...audit.map(auditEntry)].toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || ORDER[a.kind] - ORDER[b.kind],
  );
}

function eventEntry(row: RawEventRow): TimelineEntry {
  return {
    kind: 'event',
    at: row.append_time.toISOString(),
    source: row.source,
    event_id: row.event_id,
    type: row.event_type,
    status: row.status,
    outcome: row.outcome,
    amount_minor: row.amount_minor,
    currency: row.currency,
    event_time: row.event_time.toISOString(),
    position: { topic: TOPICS[row.source].name, partition: row.partition, offset: row.offset },
  };
}

const VerdictDetail = LiveTxn.pick({
  status: true,
  previous_status: true,
  reasons: true,
  rule_version: true,
}).extend({
  previous_reasons: z.array(Reason),
  late_arrival: z.array(Source),
});

function auditEntry({ chain, seq, at, actor, action, detail }: AuditRow): TimelineEntry {
  const common = { at: at.toISOString(), chain, seq: Number(seq) };
  if (action !== 'VERDICT') return { kind: 'action', ...common, actor, action };
  const verdict = VerdictDetail.parse(JSON.parse(detail));
  return {
    kind: 'verdict',
    ...common,
    status: verdict.status,
    previous_status: verdict.previous_status,
    reasons: verdict.reasons,
    added: verdict.reasons.filter((reason) => !verdict.previous_reasons.includes(reason)),
    removed: verdict.previous_reasons.filter((reason) => !verdict.reasons.includes(reason)),
    late_arrival: verdict.late_arrival,
    rule_version: verdict.rule_version,
  };
}
