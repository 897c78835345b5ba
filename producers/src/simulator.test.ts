import { SOURCES, TieoutError } from '@tieout/core';
import { expect, test } from 'vitest';
import type { LogWriter, SourceRecord } from './log-writer.ts';
import { EvenPace } from './scenario/pace.ts';
import { Schedule } from './schedule.ts';
import { type Progress, simulate } from './simulator.ts';

const workload = { seed: 's', anomalies: 0, pace: new EvenPace(0, 50), lateMs: 75_000 };
const begunBy = (elapsedMs: number) => elapsedMs + 1;
/** Every event of a run this far behind is due at once. */
const LONG_AGO_MS = 600_000;

function setUp(write: LogWriter['write'], { count = 100 } = {}) {
  const stop = new AbortController();
  const shown: Progress[] = [];
  const run = simulate({
    schedule: new Schedule({ workload, sources: SOURCES, begunBy, from: 0, count }),
    writer: { write },
    behindMs: LONG_AGO_MS,
    signal: stop.signal,
    onProgress: (progress) => shown.push(progress),
  });
  return { run, stop, shown };
}

test('a run ends when everything has been written, and says how much that was', async () => {
  const written: SourceRecord[] = [];
  const { run } = setUp((records) => {
    written.push(...records);
    return Promise.resolve([]);
  });
  const end = await run;
  expect(end).toMatchObject({ transactions: 100, events: written.length, wholeBefore: 100, trouble: null });
  expect(new Set(written.map(({ record }) => record.txn_id)).size).toBe(100);
});

test('events the broker did not take are offered again, and the trouble is shown', async () => {
  let calls = 0;
  const written: SourceRecord[] = [];
  const { run, shown } = setUp((records) => {
    if (calls++ < 2) return Promise.reject(new TieoutError('KAFKA_UNAVAILABLE', 'no broker'));
    written.push(...records);
    return Promise.resolve([]);
  });
  const end = await run;
  expect(new Set(written.map(({ record }) => record.txn_id)).size).toBe(100);
  expect(shown.some(({ trouble }) => trouble === 'no broker')).toBe(true);
  expect(end).toMatchObject({ events: written.length, trouble: null });
});

test('an error that no retry can help ends the run', async () => {
  const { run } = setUp(() => Promise.reject(new TieoutError('INVALID_SETTING', 'wrong schema')));
  await expect(run).rejects.toThrow('wrong schema');
});

test('a stop waits for what is being written and sends no more', async () => {
  const { promise: acknowledged, resolve: acknowledge } = Promise.withResolvers<[]>();
  let calls = 0;
  const { run, stop } = setUp(
    () => {
      calls += 1;
      return acknowledged;
    },
    { count: Infinity },
  );
  stop.abort();
  let ended = false;
  const watched = run.then((end) => {
    ended = true;
    return end;
  });
  await Promise.resolve();
  expect(ended).toBe(false);
  acknowledge([]);
  expect((await watched).events).toBeGreaterThan(0);
  expect(calls).toBe(1);
});
