import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { redisUrl } from '@tieout/local';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Fault } from '../fault.ts';
import type { Stage } from '../stage/stage.ts';

/** What docs/RELIABILITY.md states of the process and of Redis, in bytes. */
const RSS_MAX = 512e6;
const REDIS_MAX = 512 * 1024 * 1024;
/** Nobody waits longer for a backlog than a machine that is busy with other things takes. */
const DRAIN_LIMIT_MS = 90_000;
const RECORDS_A_SECOND_MIN = 500;
const LOOK_EVERY_MS = 500;

/** Everything waits in the log before anybody reads it; then it is read within the stated memory. */
async function backlog(stage: Stage): Promise<void> {
  const { processes, watch, database, stack } = stage.scene;
  const redis = new Redis(redisUrl(stack, 'default'));
  try {
    const before = await writings(database);
    const load = await stage.send();
    await stage.strike('the reconciler is away until everything has been sent', () =>
      processes.without('reconciler', () => load.sent),
    );
    const waiting = watch.lagRecords;
    const pid = await processes.pidOf('reconciler');
    const drained = new AbortController();
    const looking = lookAt(redis, drained.signal);
    const startedAt = performance.now();
    await stage
      .recovered(DRAIN_LIMIT_MS + (1_000 * waiting) / RECORDS_A_SECOND_MIN)
      .finally(() => drained.abort());
    const seconds = (performance.now() - startedAt) / 1_000;
    const { bytes, open } = await looking;
    const after = await writings(database);
    const { rss, cpuSeconds } = await usageOf(pid);
    const writes = (after.written - before.written) / (after.results - before.results);
    stage.expect(`the reconciler stays below ${RSS_MAX / 1e6} MB (${megabytes(rss)})`, rss <= RSS_MAX);
    stage.expect(`Redis stays below ${megabytes(REDIS_MAX)} (${megabytes(bytes)})`, bytes <= REDIS_MAX);
    stage.note(
      `${waiting.toLocaleString('en-US')} records in ${seconds.toFixed(0)} s; at most ${megabytes(rss)} resident in the reconciler, ` +
        `${megabytes(bytes)} in Redis for ${open.toLocaleString('en-US')} open transactions; ${writes.toFixed(2)} writes a transaction, ` +
        `${((1e6 * cpuSeconds) / waiting).toFixed(0)} s of its CPU a million records`,
    );
  } finally {
    redis.disconnect();
  }
}

/** The most that Redis held until the signal, and the most transactions that were open. */
async function lookAt(redis: Redis, signal: AbortSignal): Promise<{ bytes: number; open: number }> {
  let bytes = 0;
  let open = 0;
  while (!signal.aborted) {
    const [told, keys] = await Promise.all([redis.info('memory'), redis.dbsize()]);
    bytes = Math.max(bytes, Number(/^used_memory:(\d+)/m.exec(told)?.[1]));
    open = Math.max(open, keys);
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return { bytes, open };
}

/** Clock ticks a second in /proc: fixed by Linux, whatever the kernel's own. */
const TICKS_A_SECOND = 100;

/** The most memory that this process ever had resident, and its CPU time so far, as Linux tells them. */
async function usageOf(pid: number): Promise<{ rss: number; cpuSeconds: number }> {
  const [status, stat] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
  ]);
  // The fields behind the name, which is in brackets and may hold spaces: proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  return { rss: 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]), cpuSeconds };
}

/** Results so far, and how often one of them was written. */
async function writings(database: Pool): Promise<{ results: number; written: number }> {
  const { rows } = await database.query<{ results: number; written: number }>(
    'SELECT count(*)::float8 AS results, coalesce(sum(revision), 0)::float8 AS written FROM reconciliation_results',
  );
  return rows[0] ?? { results: 0, written: 0 };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

export const BACKLOG_FAULTS: readonly Fault[] = [
  {
    name: 'backlog',
    title: 'A backlog, read within the stated memory',
    transactions: 100_000,
    rate: 3_000,
    isLong: true,
    sendsItself: true,
    make: backlog,
  },
];
