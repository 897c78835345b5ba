import { explain, judge, nextAction, SOURCES, type SourceEvent } from '@tieout/core';
import { topicCatalogue } from '@tieout/schemas';
import type { LetterOfTransaction, TransactionDetail } from '@tieout/store/reading';
import type { SourceEvent as EventJson, TxnDetail } from '../schemas/index.ts';
import { timeline } from './timeline.ts';
import { txnJson } from './txn.ts';

const TOPICS = topicCatalogue();

export function detailJson({
  row,
  stored,
  ruleSet,
  rawEvents,
  auditRows,
  truncated,
  deadLetters,
  asOf,
}: TransactionDetail): TxnDetail {
  // The verdict is judged again at the lane time it was given at, so what explains it is what led to it.
  const verdict = judge(stored.state, stored.judgedAt, ruleSet);
  return {
    ...txnJson(row),
    explanation: explain(stored.state, verdict, ruleSet),
    next_action: row.reasons.map((reason) => ({ reason, text: nextAction(reason) })),
    events: stored.state.events.map(eventJson),
    timeline: timeline(rawEvents, auditRows),
    timeline_truncated: truncated,
    dead_letters: deadLetters.flatMap(letterJson),
    as_of: asOf,
  };
}

function letterJson({
  topic,
  partition,
  offset,
  code,
  refused_at,
  redriven_at,
}: LetterOfTransaction): TxnDetail['dead_letters'] {
  const source = SOURCES.find((one) => TOPICS[one].name === topic);
  if (source === undefined) return [];
  return [
    {
      id: `${topic}:${partition}:${offset}`,
      source,
      code,
      refused_at: refused_at.toISOString(),
      redriven_at: redriven_at?.toISOString() ?? null,
    },
  ];
}

function eventJson(event: SourceEvent): EventJson {
  return {
    source: event.source,
    event_id: event.eventId,
    type: event.type,
    status: event.status,
    outcome: event.outcome,
    amount_minor: event.amountMinor.toString(),
    currency: event.currency,
    channel: event.channel,
    direction: event.direction,
    rail: event.rail,
    fee_minor: event.feeMinor?.toString() ?? null,
    reference: event.reference,
    client_time: event.clientTime,
    event_time: new Date(event.eventTime).toISOString(),
    append_time: new Date(event.appendTime).toISOString(),
    position: {
      topic: TOPICS[event.source].name,
      partition: event.partition,
      offset: event.offset.toString(),
    },
  };
}
