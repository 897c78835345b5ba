// Test data: flushes with real verdicts, for the tests of the storage and the cache.
import {
  currency,
  emptyState,
  eventId,
  firstRuleSet,
  fold,
  judge,
  txnId,
  workState,
  type SourceEvent,
  type TxnId,
} from '@tieout/core';
import { appendToChain, laneChain } from '../audit/chain.ts';
import type { FlushRecord, LaneHead, RawEvent, ResultWrite } from '../lane-ports.ts';
import { legsText } from '../audit/verdict-detail.ts';
import { packTransaction } from '../transaction/packing.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';

export const SAMPLE_TIME = Date.UTC(2026, 10, 21, 10);
const TOPICS = { core: 'core_txns', gateway: 'gateway_txns', mobile: 'mobile_txns' };
const INR = currency('INR') ?? 'INR is a currency';

/** A captured payment of 50.00 INR on partition 0, all fields set. */
export function sampleEvent(id: string, offset: bigint, changes: Partial<SourceEvent> = {}): SourceEvent {
  if (INR === 'INR is a currency') throw new Error(INR);
  return {
    source: 'gateway',
    eventId: eventId(`event-${id}-${offset}`),
    txnId: txnId(id),
    type: 'PAYMENT_CAPTURED',
    status: 'SUCCESS',
    outcome: 'SUCCESS',
    amountMinor: 5_000n,
    currency: INR,
    channel: 'WEB',
    direction: null,
    rail: 'CARD',
    feeMinor: 90n,
    reference: 'pay_"quoted" \\ {braces}, ünïcode',
    clientTime: null,
    eventTime: SAMPLE_TIME - 5,
    appendTime: SAMPLE_TIME,
    partition: 0,
    offset,
    ...changes,
  };
}

/** The result of folding these events into what was stored, judged as soon as they arrived. */
export function sampleWrite(
  previous: StoredTransaction | null,
  events: readonly SourceEvent[],
  laneTime: number = SAMPLE_TIME,
): ResultWrite {
  const id: TxnId | undefined = previous?.txnId ?? events[0]?.txnId;
  if (id === undefined) throw new Error('a transaction needs an event');
  const state = fold(previous?.state ?? emptyState(), events);
  const rules = firstRuleSet({ slaMs: 60_000 });
  const verdict = judge(state, laneTime, rules);
  const transaction: StoredTransaction = {
    txnId: id,
    revision: (previous?.revision ?? 0) + 1,
    state,
    status: verdict.status,
    reasons: verdict.reasons,
    judgedAt: laneTime,
    verdictRevision: (previous?.revision ?? 0) + 1,
  };
  return {
    transaction,
    workState: workState(state, verdict, laneTime, rules),
    packed: packTransaction(transaction),
    verdict,
    legs: Buffer.from(legsText(verdict, TOPICS)),
    updatedAt: laneTime,
    lateDueAt: null,
  };
}

function rawOf(event: SourceEvent): RawEvent {
  return { event, schemaId: 7, payload: Buffer.from([0, 0, 0, 0, 7, 1, 255, 0]) };
}

/** Everything else of a flush over `head` that took these events, with one audit row. */
export function sampleRecord(
  head: LaneHead,
  events: readonly SourceEvent[],
  changes: Partial<FlushRecord> = {},
): FlushRecord {
  const chain = appendToChain(laneChain(head.partition), head.chain, [
    {
      at: SAMPLE_TIME,
      actor: `system:lane-${head.partition}`,
      action: 'FLUSH',
      txnId: null,
      facts: { events: events.length },
    },
  ]);
  return {
    at: SAMPLE_TIME,
    raw: events.map(rawOf),
    audit: chain.rows,
    deadLetters: [],
    stats: [],
    commands: [],
    head: {
      ...head,
      flushNumber: head.flushNumber + 1n,
      positions: { ...head.positions, gateway: head.positions.gateway + BigInt(events.length) },
      laneTime: SAMPLE_TIME,
      chain: chain.head,
    },
    ...changes,
  };
}
