import { sql } from 'kysely';
import { withinMs } from '../time-buckets.ts';
import type { Reader } from './snapshot.ts';

/** What was counted within one bucket of time, over all lanes. */
export interface StatRow {
  /** Start of the bucket, ms. */
  readonly at: number;
  readonly measure: string;
  readonly key: string;
  readonly currency: string;
  readonly count: number;
  readonly minor: bigint;
}

/**
 * The counters of the minutes from `from` up to, not including, `to` (ms), in buckets of `stepMs` that begin at whole multiples of it since
 * 1970 UTC.
 */
export async function readStats(
  reader: Reader,
  from: number,
  to: number,
  stepMs: number,
): Promise<StatRow[]> {
  const rows = await reader
    .selectFrom('stats_minute')
    .select(({ fn }) => [
      sql<Date>`date_bin(${`${stepMs} milliseconds`}::interval, minute, '1970-01-01Z')`.as('at'),
      'measure',
      'key',
      'currency',
      fn.sum<string>('count').as('count'),
      fn.sum<string>('amount').as('amount'),
    ])
    .where('minute', '>=', new Date(from))
    .where('minute', '<', new Date(to))
    .groupBy(['at', 'measure', 'key', 'currency'])
    .execute();
  return rows.map(({ at, measure, key, currency, count, amount }) => ({
    at: at.getTime(),
    measure,
    key,
    currency,
    count: Number(count),
    minor: BigInt(amount),
  }));
}

/** Within what time which share of the first decisions came, ms. */
export function timeToVerdict(rows: readonly StatRow[]): {
  readonly decided: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
} {
  const counts = new Map<string, number>();
  for (const { measure, key, count } of rows)
    if (measure === 'decided_within') counts.set(key, (counts.get(key) ?? 0) + count);
  const decided = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { decided, p50Ms: withinMs(counts, 0.5), p95Ms: withinMs(counts, 0.95) };
}
