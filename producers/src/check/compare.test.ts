import type { KeptRecords, StoredVerdict } from '@tieout/store/reading';
import { describe, expect, test } from 'vitest';
import { EvenPace } from '../scenario/pace.ts';
import { compareEvents, compareRecords, compareVerdicts } from './compare.ts';
import { expectations, expectedOf, spoilt } from './expectation.ts';
import { Differences, Tally } from './report.ts';
import { rightRecords, rightRow } from './testing/right-rows.ts';

const workload = { seed: '7', anomalies: 0.5, pace: new EvenPace(0, 50), lateMs: 75_000 };
const wanted = expectations(workload, 100, 300);
const rows = wanted.map((one) => rightRow(one));
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

  test('differ in one amount where a wrong one is expected of one transaction', () => {
    const parts = spoilt(expectedOf(workload, 100, 300, 7), 399).parts();
    const differences = [...parts].flatMap((part) => {
      const ids = new Set(part.map(({ txnId }) => txnId));
      return compareVerdicts(
        part,
        rows.filter((row) => ids.has(row.txn_id)),
      );
    });
    expect(differences).toMatchObject([{ where: expect.stringContaining('-399 '), what: 'amount' }]);
  });

  test('are shown in a table, and of many differences the first twenty', () => {
    const differences = new Differences();
    differences.add(compareVerdicts(wanted.slice(0, 15), []));
    const others = new Differences();
    others.add(compareVerdicts(wanted.slice(15), []));
    differences.append(others);
    expect(differences.count).toBe(300);
    const lines = differences.lines();
    expect(lines).toHaveLength(21);
    expect(lines[19]).toContain('-119 ');
    expect(lines.at(-1)).toBe('… and 280 more');

    const tally = new Tally();
    for (const part of [wanted.slice(0, 15), wanted.slice(15)]) tally.expect(part);
    tally.find(rows);
    for (const shown of [1_000, 234]) tally.pass(new Map([['PARTIAL', shown]]));
    const matched = wanted.filter(({ truth }) => truth.status === 'MATCHED').length;
    expect(tally.table()).toMatch(new RegExp(`PARTIAL +0 +0 +1,234\\nMATCHED +${matched} +${matched} +0\\n`));
  });
});

let offset = 0n;
const records = wanted.flatMap((one) => rightRecords(one, 0, () => offset++));

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
