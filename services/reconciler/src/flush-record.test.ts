import { createHash } from 'node:crypto';
import {
  currency,
  eventId,
  firstRuleSet,
  txnId,
  type RuleSet,
  type SourceEvent,
  type TxnId,
} from '@tieout/core';
import { CHAIN_START, type LaneHead, type StoredTransaction } from '@tieout/store';
import { describe, expect, it } from 'vitest';
import { DayLedger } from './day-ledger.ts';
import { flushRecord, rawDigest, type FlushContent } from './flush-record.ts';
import { judgeTransaction, sweepBackMs, type Court, type Judgement } from './judgement.ts';

const T0 = Date.UTC(2026, 10, 21, 10);
const topics = { core: 'core_txns', gateway: 'gateway_txns', mobile: 'mobile_txns' };
const ruleSets: readonly RuleSet[] = [firstRuleSet({ slaMs: 60_000 })];
const INR = currency('INR');
const head: LaneHead = {
  partition: 3,
  partitionCount: 6,
  epoch: 4n,
  flushNumber: 9n,
  rulesVersion: 1,
  positions: { core: 10n, gateway: 20n, mobile: 30n },
  progress: { core: T0, gateway: T0, mobile: T0 },
  laneTime: T0,
  chain: CHAIN_START,
  statusCounts: { PENDING: 5 },
  arrived: { core: 1n, gateway: 2n, mobile: 3n },
  autoResolved: { day: '', minor: {} },
};

function court(laneTime: number): Court {
  const share = new DayLedger(head.autoResolved, laneTime, head.partitionCount);
  return { ruleSets, laneTime, at: T0 + 50, topics, sweepBackMs: sweepBackMs(ruleSets), share };
}

function event(id: string, changes: Partial<SourceEvent> = {}): SourceEvent {
  if (INR === undefined) throw new Error('INR is a currency');
  return {
    source: 'gateway',
    eventId: eventId(`e-${id}`),
    txnId: txnId(id),
    type: 'PAYMENT_CAPTURED',
    status: 'SUCCESS',
    outcome: 'SUCCESS',
    amountMinor: 5_000n,
    currency: INR,
    channel: 'WEB',
    direction: null,
    rail: 'CARD',
    feeMinor: 0n,
    reference: 'pay_1',
    clientTime: null,
    eventTime: T0,
    appendTime: T0,
    partition: 3,
    offset: 20n,
    ...changes,
  };
}
const posted = (id: string, changes: Partial<SourceEvent> = {}): SourceEvent =>
  event(id, { source: 'core', type: 'LEDGER_POSTED', direction: 'DEBIT', offset: 10n, ...changes });

function judged(
  id: string,
  previous: StoredTransaction | undefined,
  events: readonly SourceEvent[],
  laneTime = T0,
  due = events.length === 0,
): Judgement {
  const judgement = judgeTransaction(court(laneTime), txnId(id), previous, events, due, []);
  if (judgement === undefined) throw new Error('nothing to judge');
  return judgement;
}

function stored({ write }: Judgement): StoredTransaction {
  if (write === null) throw new Error('nothing was written');
  return write.transaction;
}

function content(changes: Partial<FlushContent> = {}): FlushContent {
  return {
    from: head,
    at: T0 + 50,
    topics,
    read: { raw: [], deadLetters: [], count: 0 },
    positions: head.positions,
    progress: head,
    losses: [],
    judgements: [],
    declined: [],
    autoResolved: head.autoResolved,
    takenBy: null,
    ...changes,
  };
}

const isSorted = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (Object.values(value).every(isSorted) &&
    (Array.isArray(value) ||
      Object.keys(value).every((key, index, keys) => index === 0 || (keys[index - 1] ?? '') < key)));

describe('the judgement of a transaction', () => {
  it('is nothing where only ignored events have come', () => {
    expect(judgeTransaction(court(T0), txnId('A'), undefined, [], false, [])).toBeUndefined();
    const ignored = event('A', { type: 'PAYMENT_REFUNDED', status: 'FAILED', outcome: 'IGNORED' });
    expect(judgeTransaction(court(T0), txnId('A'), undefined, [ignored], false, [])).toBeUndefined();
  });

  it('writes nothing for an event that came before', () => {
    const before = stored(judged('A', undefined, [event('A')]));
    const again = judged('A', before, [event('A', { offset: 21n })]);
    expect(again).toMatchObject({ changed: false, write: null });
  });

  it('writes but does not tell what nobody sees: an event that is no leg', () => {
    const before = stored(judged('A', undefined, [event('A')]));
    const authorised = event('A', {
      eventId: eventId('e-auth'),
      type: 'PAYMENT_AUTHORIZED',
      outcome: 'PENDING',
      appendTime: T0 + 5,
    });
    const after = judged('A', before, [authorised]);
    expect(after.changed).toBe(false);
    expect(after.write?.transaction).toMatchObject({ revision: 2 });
    expect(after.write?.transaction.state.events).toHaveLength(2);
  });

  it('tells a leg that changed although status and reasons did not', () => {
    const before = stored(judged('A', undefined, [event('A')]));
    const later = event('A', {
      eventTime: T0 + 1,
      eventId: eventId('e-A'),
      appendTime: T0 + 9,
      amountMinor: 7n,
    });
    const both = stored(judged('A', before, [posted('A')]));
    expect(both.status).toBe('MATCHED');
    const broken = judged('A', both, [later]);
    const worse = judged('A', stored(broken), [{ ...later, amountMinor: 9n, eventTime: T0 + 2 }]);
    expect(worse.verdict.reasons).toEqual(broken.verdict.reasons);
    expect(worse.changed).toBe(true);
  });

  it('of a due transaction is told where its deadline passed, and is written in any case', () => {
    const before = stored(judged('A', undefined, [event('A')]));
    expect(judged('A', before, [], T0 + 60_000)).toMatchObject({
      changed: true,
      verdict: { reasons: ['MISSING_CORE'] },
    });
    const early = judged('A', before, [], T0 + 59_999);
    expect(early.changed).toBe(false);
    expect(early.write).not.toBeNull();
  });

  it.each([false, true])(
    'tells a deadline that raises the severity alone (an event comes again with it: %s)',
    (comesAgain) => {
      const gateway = event('A', { type: 'PAYMENT_REFUNDED', status: 'REVERSED', outcome: 'REVERSED' });
      const mobile = event('A', {
        source: 'mobile',
        type: 'PAYMENT_FAILED',
        status: 'FAILED',
        outcome: 'FAILED',
        channel: null,
      });
      const first = judged('A', undefined, [posted('A'), mobile, gateway], T0 + 1);
      const due = first.verdict.nextDueAt ?? 0;
      expect(due).toBeGreaterThan(T0);
      const after = judged('A', stored(first), comesAgain ? [posted('A', { offset: 12n })] : [], due, true);
      expect(after.verdict).toMatchObject({ status: first.verdict.status, reasons: first.verdict.reasons });
      expect(after.verdict.severity).not.toBe(first.verdict.severity);
      expect(after.changed).toBe(true);
      expect(after.write).not.toBeNull();
    },
  );

  it('names the sources that came late with this flush only', () => {
    const broken = stored(judged('A', undefined, [event('A')], T0 + 70_000));
    const arrived = judged('A', broken, [posted('A', { appendTime: T0 + 65_000 })], T0 + 70_000);
    expect(arrived.lateArrivals).toEqual(['core']);
    const more = judged('A', stored(arrived), [event('A', { offset: 25n })], T0 + 70_000);
    expect(more.lateArrivals).toEqual([]);
    const changed = judged(
      'A',
      stored(arrived),
      [posted('A', { eventId: eventId('e-2'), amountMinor: 7n, appendTime: T0 + 66_000 })],
      T0 + 70_000,
    );
    expect(changed).toMatchObject({ changed: true, lateArrivals: [] });
  });

  it('keeps its due time as late only where the sweep would not look', () => {
    const pending = event('A', { type: 'PAYMENT_AUTHORIZED', outcome: 'PENDING' });
    const waiting = judged('A', undefined, [pending]);
    expect(waiting.write?.lateDueAt).toBeNull();
    const moved = judged('A', stored(waiting), [
      event('A', { appendTime: T0 + 15 * 60_000, eventId: eventId('e-late') }),
    ]);
    expect(moved.verdict.nextDueAt).toBe(T0 + 16 * 60_000);
    expect(moved.write?.lateDueAt).toBe(T0 + 16 * 60_000);
  });
});

describe('the record of a flush', () => {
  it('that did nothing has no audit row and moves nothing but the flush number and time', () => {
    const record = flushRecord(content({ progress: { progress: head.progress, laneTime: T0 + 7 } }));
    expect(record).toMatchObject({ audit: [], stats: [], raw: [] });
    expect(record.head).toEqual({ ...head, flushNumber: 10n, laneTime: T0 + 7 });
  });

  it('tells what was read and each verdict that changed, in details that are canonical', () => {
    const before = stored(judged('A', undefined, [event('A')]));
    const a = judged('A', before, [posted('A')]);
    const b = judged('B', undefined, [event('B', { offset: 21n })]);
    const untold = judged('A', stored(a), [posted('A', { offset: 11n })]);
    const raw = [posted('A'), event('B', { offset: 21n })].map((one) => ({
      event: one,
      schemaId: 7,
      payload: Buffer.from([1, 2]),
    }));
    const record = flushRecord(
      content({
        takenBy: 'host/1',
        losses: [{ source: 'mobile', from: 1n, to: 3n }],
        read: { raw, deadLetters: [], count: 2 },
        positions: { core: 11n, gateway: 22n, mobile: 30n },
        judgements: [a, b, untold],
      }),
    );
    expect(record.audit.map(({ action, txnId: id }): [string, TxnId | null] => [action, id])).toEqual([
      ['LANE_TAKEN', null],
      ['DATA_LOSS', null],
      ['FLUSH', null],
      ['VERDICT', 'A'],
      ['VERDICT', 'B'],
    ]);
    const details = record.audit.map(({ detail }): unknown => JSON.parse(String(detail)));
    for (const detail of details) expect(isSorted(detail)).toBe(true);
    expect(details[2]).toMatchObject({
      epoch: '4',
      flush_number: '10',
      lane_time: '2026-11-21T10:00:00.000Z',
      sources: {
        core: { count: 1, from: '10', refused: 0, to: '11' },
        gateway: { count: 1, from: '20', to: '22' },
        mobile: { count: 0, sha256: createHash('sha256').digest('hex') },
      },
    });
    expect(details[3]).toMatchObject({
      actor: 'system:lane-3',
      chain: 'lane-3',
      seq: '4',
      status: 'MATCHED',
      previous_status: 'PENDING',
      reasons: [],
      previous_reasons: [],
      revision: 2,
      partition: 3,
      life_cycle: 'MATCHED',
      amount_minor: '5000',
      legs: { core: { position: { topic: 'core_txns', partition: 3, offset: '10' } }, mobile: null },
      late_arrival: [],
    });
    expect(record.head.chain.seq).toBe(5n);
    expect(record.head.arrived).toEqual({ core: 2n, gateway: 3n, mobile: 3n });
  });

  it('moves the counters by what entered and left each status', () => {
    const before = stored(judged('A', undefined, [event('A')]));
    const record = flushRecord(
      content({
        judgements: [
          judged('A', before, [posted('A', { amountMinor: 4_000n })]),
          judged('B', undefined, [event('B')]),
        ],
      }),
    );
    expect(record.head.statusCounts).toEqual({ PENDING: 5, MISMATCHED: 1 });
    expect(record.stats).toEqual([
      { measure: 'verdict', key: 'MISMATCHED', currency: 'INR', count: 1, amountMinor: 4_000n },
      { measure: 'decided_within', key: '50', currency: '', count: 1, amountMinor: 0n },
      { measure: 'reason', key: 'AMOUNT_MISMATCH', currency: 'INR', count: 1, amountMinor: 1_000n },
      { measure: 'opened', key: '', currency: 'INR', count: 1, amountMinor: 1_000n },
      { measure: 'verdict', key: 'PENDING', currency: 'INR', count: 1, amountMinor: 5_000n },
    ]);
  });

  it('ties the digest to order, positions and bytes', () => {
    const one = { event: event('A'), schemaId: 7, payload: Buffer.from([1]) };
    const other = { event: event('B', { offset: 21n }), schemaId: 7, payload: Buffer.from([2]) };
    const digests = [
      rawDigest([one, other]),
      rawDigest([other, one]),
      rawDigest([one]),
      rawDigest([{ ...one, payload: Buffer.from([3]) }, other]),
      rawDigest([{ ...one, schemaId: 8 }, other]),
      rawDigest([{ ...one, event: event('A', { appendTime: T0 + 1 }) }, other]),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });
});
