import type { Source } from '@tieout/core';
import type { KeptRecords, StoredRecord, StoredVerdict } from '@tieout/store/reading';
import { describe, expect, test } from 'vitest';
import { EvenPace } from '../scenario/pace.ts';
import type { TrueLeg } from '../scenario/step.ts';
import { compareEvents, compareRecords, compareVerdicts } from './compare.ts';
import { type Expectation, expectations } from './expectation.ts';
import { differenceLines, table } from './report.ts';

const workload = { seed: '7', anomalies: 0.5, pace: new EvenPace(0, 50), lateMs: 75_000 };
const wanted = expectations(workload, 100, 300);
const AT = new Date(0);

/** What a system stores that gets everything right. */
function rightRow({ txnId, truth }: Expectation): StoredVerdict {
  const legOf = (leg: TrueLeg | null) =>
    leg && {
      event_id: leg.eventId,
      type: leg.type,
      outcome: leg.outcome,
      amount_minor: String(leg.amountMinor),
      currency: leg.currency,
      append_time: AT.toISOString(),
      event_time: AT.toISOString(),
      channel: null,
      client_time: null,
      direction: null,
      fee_minor: null,
      late: false,
      position: { offset: '0', partition: 0, topic: 't' },
      rail: null,
      reference: null,
    };
  const { core, gateway, mobile } = truth.legs;
  return {
    partition: 0,
    txn_id: txnId,
    status: truth.status,
    reasons: [...truth.reasons],
    severity: truth.severity,
    at_fault: truth.atFault,
    hints: [...truth.hints],
    currency: truth.currency,
    amount_minor: String(truth.amountMinor),
    discrepancy_minor: truth.discrepancyMinor === null ? null : String(truth.discrepancyMinor),
    at_risk_minor: String(truth.atRiskMinor),
    channel: truth.channel,
    sources: (['core', 'gateway', 'mobile'] as const).filter((source) => truth.legs[source] !== null),
    missing: truth.reasons
      .filter((reason) => reason.startsWith('MISSING_'))
      .map((reason) =>
        reason === 'MISSING_CORE' ? 'core' : reason === 'MISSING_GATEWAY' ? 'gateway' : 'mobile',
      ),
    first_seen_at: AT,
    deadline_at: AT,
    broken_at: null,
    updated_at: AT,
    rule_version: 1,
    legs: { core: legOf(core), gateway: legOf(gateway), mobile: legOf(mobile) },
    revision: '1',
    state: Buffer.alloc(0),
    assignee: null,
    work_state: 'OPEN',
    break_rank: null,
    break_discrepancy_minor: null,
  };
}

const rows = wanted.map(rightRow);
/** The stored rows with the first that fits changed. */
function withOne(
  fits: (row: StoredVerdict) => boolean,
  change: (row: StoredVerdict) => Partial<StoredVerdict>,
) {
  const place = rows.findIndex(fits);
  const row = rows[place];
  if (row === undefined) throw new Error('no row fits');
  return { changed: rows.with(place, { ...row, ...change(row) }), row };
}
const any = () => true;

describe('the stored verdicts', () => {
  test('differ in nothing where all is right', () => {
    expect(compareVerdicts(wanted, rows)).toEqual([]);
  });

  test.each<[what: string, fits: (row: StoredVerdict) => boolean, Partial<StoredVerdict>]>([
    ['status', ({ status }) => status === 'MATCHED', { status: 'PARTIAL' }],
    ['reasons', ({ reasons }) => reasons.length === 1, { reasons: ['STATUS_MISMATCH', 'FX_ADJUSTMENT'] }],
    ['severity', ({ severity }) => severity === 'low', { severity: 'medium' }],
    ['at fault', (row) => row.at_fault === null, { at_fault: 'mobile' }],
    ['hints', ({ hints }) => hints.length === 0, { hints: ['IDENTICAL_COPY'] }],
    ['currency', any, { currency: 'XOF' }],
    ['amount', any, { amount_minor: '1' }],
    ['discrepancy', (row) => row.discrepancy_minor === '0', { discrepancy_minor: null }],
    ['at risk', any, { at_risk_minor: '1' }],
    ['channel', ({ channel }) => channel !== 'ATM', { channel: 'ATM' }],
    ['sources', ({ sources }) => sources.length > 1, { sources: ['core'] }],
    ['missing', ({ missing }) => missing.length === 0, { missing: ['core'] }],
  ])('show a wrong %s', (what, fits, change) => {
    const { changed, row } = withOne(fits, () => change);
    const differences = compareVerdicts(wanted, changed);
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({ what });
    expect(differences[0]?.where).toContain(row.txn_id);
  });

  test.each(['event_id', 'type', 'outcome', 'amount_minor', 'currency'])(
    'show a leg with another %s',
    (field) => {
      const { changed } = withOne(
        ({ legs }) => legs.core !== null,
        ({ legs }) => ({ legs: { ...legs, core: legs.core && { ...legs.core, [field]: 'PENDING' } } }),
      );
      expect(compareVerdicts(wanted, changed)).toMatchObject([{ what: 'leg core' }]);
    },
  );

  test('show a transaction without a row, and one with two', () => {
    expect(compareVerdicts(wanted, rows.slice(1))).toMatchObject([{ what: 'rows', found: '0' }]);
    expect(compareVerdicts(wanted, [...rows, ...rows.slice(0, 1)])).toMatchObject([
      { what: 'rows', found: '2' },
    ]);
  });

  test('are shown in a table, and of many differences the first twenty', () => {
    const lines = differenceLines(compareVerdicts(wanted, []));
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('… and 280 more');
    const matched = wanted.filter(({ truth }) => truth.status === 'MATCHED').length;
    expect(table(wanted, rows, new Map([['PARTIAL', 1_234]]))).toMatch(
      new RegExp(`PARTIAL +0 +0 +1,234\\nMATCHED +${matched} +${matched} +0\\n`),
    );
  });
});

const records: StoredRecord[] = wanted.flatMap(({ txnId, eventIds }, i) =>
  [...eventIds].map((name, n) => {
    const [source = '', eventId = ''] = name.split(' ');
    return {
      txnId,
      source: sourceNamed(source),
      eventId,
      partition: 0,
      offset: BigInt(i * 1_000 + n),
      appendTime: 0,
    };
  }),
);
function sourceNamed(text: string): Source {
  if (text === 'core' || text === 'gateway' || text === 'mobile') return text;
  throw new Error(text);
}

describe('the recorded events', () => {
  test('are those of the workload, repeated or not', () => {
    expect(compareEvents(wanted, [...records, ...records.slice(0, 5)])).toEqual([]);
  });

  test('show one that is lost, and one that nobody sent', () => {
    const [first, ...others] = records;
    if (first === undefined) throw new Error('no records');
    expect(compareEvents(wanted, others)).toMatchObject([{ expected: `${first.source} ${first.eventId}` }]);
    expect(compareEvents(wanted, [...records, { ...first, eventId: 'forged' }])).toMatchObject([
      { found: `${first.source} forged` },
    ]);
  });
});

describe('the records of the log', () => {
  const topics = { core: 'core_txns', gateway: 'gateway_txns', mobile: 'mobile_txns' };
  const kept: KeptRecords = {
    source: 'core',
    partition: 3,
    position: 10n,
    rows: 9n,
    offsets: 9n,
    refused: 1n,
  };

  test('are kept once each, as raw event or dead letter', () => {
    expect(compareRecords([kept], topics)).toEqual([]);
  });

  test('show one kept twice, and one not kept', () => {
    expect(compareRecords([{ ...kept, rows: 10n }], topics)).toMatchObject([
      { where: 'core_txns partition 3', found: '10 rows of 9 offsets' },
    ]);
    expect(compareRecords([{ ...kept, refused: 0n }], topics)).toMatchObject([
      { expected: '10', found: '9 raw events + 0 dead letters' },
    ]);
  });
});
