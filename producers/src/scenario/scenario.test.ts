import {
  currency,
  emptyState,
  eventId,
  firstRuleSet,
  fold,
  judge,
  outcomeOf,
  parseMajor,
  REASONS,
  type Source,
  type SourceEvent,
  txnId,
} from '@tieout/core';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ANOMALIES } from '../live-workload.ts';
import { ANOMALIES, ORDINARY } from './cases/index.ts';
import type { ScenarioEvent } from './event.ts';
import { EvenPace } from './pace.ts';
import { currencyNamed, paymentAt, type Workload } from './payment.ts';
import { scenarioAt, tell } from './scenario.ts';
import type { Truth } from './truth.ts';

const START = Date.UTC(2026, 0, 1);
const SLA_MS = 60_000;
const workload: Workload = {
  seed: 'test-1',
  anomalies: 0.5,
  pace: new EvenPace(START, 50),
  lateMs: 1.25 * SLA_MS,
};
const indices = Array.from({ length: 3_000 }, (_, index) => index);
const DAY_MS = 86_400_000;

/** What the reconciler makes of the record: the domain's own shape. */
function normalised(event: ScenarioEvent, offset: number): SourceEvent {
  const { source, record } = event;
  const coin = currencyNamed(record.currency);
  const shared = {
    source,
    eventId: eventId(record.event_id),
    txnId: txnId(record.txn_id),
    type: record.event_type,
    status: record.status,
    outcome: outcomeOf(record.event_type, record.status),
    currency: coin,
    channel: null,
    direction: null,
    rail: null,
    feeMinor: null,
    reference: null,
    clientTime: null,
    appendTime: START + event.delayMs,
    partition: 0,
    offset: BigInt(offset),
  };
  switch (event.source) {
    case 'core': {
      const { amount_minor: amountMinor, channel, direction, posted_at: eventTime } = event.record;
      return { ...shared, amountMinor, channel, direction, eventTime };
    }
    case 'gateway': {
      const {
        amount_minor: amountMinor,
        channel,
        rail,
        fee_minor: feeMinor,
        captured_at: eventTime,
      } = event.record;
      return { ...shared, amountMinor, channel, rail, feeMinor, eventTime };
    }
    case 'mobile': {
      const amountMinor = parseMajor(event.record.amount, coin) ?? -1n;
      return {
        ...shared,
        amountMinor,
        clientTime: event.record.client_time,
        eventTime: Date.parse(event.record.client_time),
      };
    }
  }
}

/** What the code under test decides, in the terms of the truth. */
function judged(events: readonly SourceEvent[]): Truth {
  const verdict = judge(fold(emptyState(), events), START + DAY_MS, firstRuleSet({ slaMs: SLA_MS }));
  const leg = (source: Source) => {
    const found = verdict.legs[source];
    if (found === null) return null;
    const { eventId: id, type, outcome, amountMinor, currency: code } = found;
    return { eventId: String(id), type, outcome, amountMinor, currency: code };
  };
  return {
    status: verdict.status,
    reasons: verdict.reasons,
    severity: verdict.severity,
    atFault: verdict.atFault,
    hints: verdict.hints,
    discrepancyMinor: verdict.discrepancyMinor,
    atRiskMinor: verdict.atRiskMinor,
    amountMinor: verdict.amountMinor,
    currency: verdict.currency,
    channel: verdict.channel,
    legs: { core: leg('core'), gateway: leg('gateway'), mobile: leg('mobile') },
  };
}

/** One after the other as they are due, the other way round, and rotated by a third. */
function arrivals(events: readonly ScenarioEvent[]): SourceEvent[][] {
  const inTime = events.toSorted((a, b) => a.delayMs - b.delayMs).map(normalised);
  const third = Math.floor(inTime.length / 3);
  return [inTime, inTime.toReversed(), [...inTime.slice(third), ...inTime.slice(0, third)]];
}

describe.each([...ORDINARY, ...ANOMALIES])('a payment $name', (one) => {
  test('ends in the verdict and figures it was built for, whatever channel, currency, amount and order of arrival', () => {
    const payments = indices
      .map((index) => paymentAt(workload, index))
      .filter((payment) => one.suits?.(payment) ?? true)
      .slice(0, 700);
    expect(payments.length).toBeGreaterThan(100);
    for (const payment of payments) {
      const { events, truth } = tell(one, payment);
      for (const arrival of arrivals(events)) {
        expect(
          judged(arrival),
          `${payment.txnId} ${payment.channel} ${payment.amountMinor} ${payment.currency}`,
        ).toEqual(truth);
      }
    }
  });
});

test('in 20,000 transactions of seed 7 every final status and every reason occurs at least 20 times', () => {
  const usual: Workload = { ...workload, seed: '7', anomalies: DEFAULT_ANOMALIES };
  const counts = new Map<string, number>();
  for (let index = 0; index < 20_000; index += 1) {
    const { status, reasons } = scenarioAt(usual, index).truth;
    for (const key of [status, ...reasons]) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const key of ['MATCHED', 'MISMATCHED', 'CLOSED', ...REASONS])
    expect(counts.get(key) ?? 0, key).toBeGreaterThanOrEqual(20);
});

test('what happens to a transaction does not depend on where a run begins or how long it is', () => {
  // Made alone, after others, and in another order.
  const alone = scenarioAt(workload, 120);
  const others = indices
    .slice(0, 200)
    .toReversed()
    .map((index) => scenarioAt(workload, index));
  expect(others.find(({ index }) => index === 120)).toEqual(alone);
});

test('an SLA decides when late events come, and nothing else', () => {
  for (const index of indices.slice(0, 1_000)) {
    const short = scenarioAt({ ...workload, lateMs: 6_250 }, index);
    const long = scenarioAt(workload, index);
    expect(short.truth).toEqual(long.truth);
    expect(short.events.map(({ record }) => record)).toEqual(long.events.map(({ record }) => record));
  }
});

test('the same seed and index give the same events in every process, and another seed gives others', () => {
  for (const index of indices.slice(0, 200)) {
    expect(scenarioAt(workload, index)).toEqual(scenarioAt({ ...workload }, index));
  }
  expect(scenarioAt({ ...workload, seed: 'test-2' }, 7).events).not.toEqual(scenarioAt(workload, 7).events);
});

test('event ids are unique per source but for what is told again', () => {
  const ids = new Map<string, string>();
  for (const index of indices) {
    const scenario = scenarioAt({ ...workload, anomalies: 0 }, index);
    for (const { source, record } of scenario.events) {
      const key = `${source}/${record.event_id}`;
      const known = ids.get(key);
      if (known === undefined) ids.set(key, `${scenario.caseName} ${record.txn_id}`);
      else expect(known).toBe(`sent twice ${record.txn_id}`);
    }
  }
});

function share(anomalies: number): number {
  return (
    indices.filter((index) => scenarioAt({ ...workload, anomalies }, index).anomaly).length / indices.length
  );
}

test('the share of anomalies is what was asked for, and none means none', () => {
  expect(share(0)).toBe(0);
  expect(share(0.1)).toBeGreaterThan(0.08);
  expect(share(0.1)).toBeLessThan(0.12);
  expect(share(1)).toBe(1);
});

test('a workload shows every case, channel, and currencies of no, two and three decimals', () => {
  const scenarios = indices.map((index) => scenarioAt(workload, index));
  expect(new Set(scenarios.map(({ caseName }) => caseName))).toEqual(
    new Set([...ORDINARY, ...ANOMALIES].map(({ name }) => name)),
  );
  const payments = indices.map((index) => paymentAt(workload, index));
  expect(new Set(payments.map(({ channel }) => channel))).toEqual(new Set(['MOBILE', 'WEB', 'POS', 'ATM']));
  expect(payments.map((payment) => payment.currency)).toEqual(
    expect.arrayContaining(['INR', 'JPY', 'KWD'].map((code) => currency(code))),
  );
});

test('no amount is negative or nothing', () => {
  for (const index of indices) {
    for (const { source, record } of scenarioAt(workload, index).events) {
      const amount = source === 'mobile' ? Number(record.amount) : record.amount_minor;
      expect(amount, record.event_id).toBeGreaterThan(0);
    }
  }
});

test('a phone tells its own local time, the books tell the same instant', () => {
  const offsets = new Set<string>();
  for (const index of indices) {
    const { caseName, events } = scenarioAt({ ...workload, anomalies: 0 }, index);
    if (caseName !== 'settled') continue;
    const at = workload.pace.timeOf(index);
    for (const { source, record } of events) {
      if (source !== 'mobile') continue;
      expect(Date.parse(record.client_time)).toBe(at);
      offsets.add(record.client_time.slice(-6));
    }
  }
  expect(offsets).toContain('+05:30');
  expect(offsets).toContain('-05:00');
});
