import { expect, test } from 'vitest';
import type { LogEntry } from './log.ts';
import { compareRecords, type KeptEntry } from './records.ts';

const entry = (offset: bigint): LogEntry => ({ offset, appendTime: 1_000, digest: `d${offset}` });
const kept = (offset: bigint, change: Partial<KeptEntry> = {}): KeptEntry => ({
  ...entry(offset),
  table: 'raw_events',
  ...change,
});

const LOG = [entry(5n), entry(6n), entry(7n)];

test('nothing is found where every record has one row, in either table', () => {
  const rows = [kept(5n), kept(6n, { table: 'dead_letters' }), kept(7n)];
  expect(compareRecords('core', LOG, rows)).toEqual({ lost: [], doubled: [], wrong: [] });
});

test('a record without a row is lost', () => {
  expect(compareRecords('core', LOG, [kept(5n), kept(7n)]).lost).toEqual(['core offset 6']);
});

test('a record with a row in both tables is doubled, and so is one with two rows in one', () => {
  const both = [kept(5n), kept(5n, { table: 'dead_letters' }), kept(6n), kept(6n), kept(7n)];
  expect(compareRecords('core', LOG, both).doubled).toEqual([
    'core offset 5: again in dead_letters',
    'core offset 6: again in raw_events',
  ]);
});

test('a row of no record is one too many', () => {
  expect(compareRecords('core', LOG, [...LOG.map(({ offset }) => kept(offset)), kept(8n)]).doubled).toEqual([
    'core offset 8: in raw_events, not in the log',
  ]);
});

test('other bytes or another append time are wrong; a dead letter’s bytes may be masked', () => {
  const rows = [
    kept(5n, { digest: 'x' }),
    kept(6n, { digest: 'x', table: 'dead_letters' }),
    kept(7n, { appendTime: 1_001 }),
  ];
  expect(compareRecords('core', LOG, rows).wrong).toEqual([
    'core offset 5: other bytes',
    'core offset 7: another append time',
  ]);
});
