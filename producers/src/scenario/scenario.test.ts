import {
  currency,
  emptyState,
  eventId,
  firstRuleSet,
  fold,
  judge,
  outcomeOf,
  parseMajor,
  type SourceEvent,
  txnId,
} from '@tieout/core';
import { describe, expect, test } from 'vitest';
import { ANOMALIES, ORDINARY } from './cases.ts';
import type { ScenarioEvent } from './event.ts';
import { currencyNamed, paymentAt, type Workload } from './payment.ts';
import { type Scenario, scenarioAt } from './scenario.ts';

const workload: Workload = { seed: 'test-1', anomalies: 0.5, startAt: Date.UTC(2026, 0, 1), spacingMs: 50 };
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
    appendTime: workload.startAt + event.delayMs,
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

function verdictOf(scenario: Pick<Scenario, 'events'>) {
  const state = fold(emptyState(), scenario.events.map(normalised));
  const { status, reasons } = judge(state, workload.startAt + DAY_MS, firstRuleSet({ slaMs: 60_000 }));
  return { status, reasons };
}

describe.each([...ORDINARY, ...ANOMALIES])('a payment $name', (one) => {
  test('ends in the verdict it was built for, whatever channel, currency and amount', () => {
    const payments = indices
      .map((index) => paymentAt(workload, index))
      .filter((payment) => one.suits?.(payment) ?? true);
    expect(payments.length).toBeGreaterThan(100);
    for (const payment of payments) {
      const verdict = verdictOf({ events: one.events(payment) });
      expect(
        verdict,
        `${payment.txnId} ${payment.channel} ${payment.amountMinor} ${payment.currency}`,
      ).toEqual(one.truth);
    }
  });
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
