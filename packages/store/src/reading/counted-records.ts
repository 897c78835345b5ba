import type { Source } from '@tieout/core';
import { isSource, perSource } from './per-source.ts';
import { inSnapshot, type Reader, type Snapshot } from './snapshot.ts';

/** What became of the records that arrived, as the flushes counted it minute by minute. */
export interface CountedRecords {
  /** Judged, per source; redriven ones too. */
  readonly judged: Readonly<Record<Source, number>>;
  /** Refused and not accepted since. */
  readonly refused: Readonly<Record<Source, number>>;
  /** Of judged events: how many, and their sum in minor units, per currency. */
  readonly currencies: ReadonlyMap<string, { readonly events: number; readonly minor: bigint }>;
}

/** Counted in the minutes before `until` (ms), which no flush adds to any more. */
export interface CountedBefore {
  readonly until: number;
  readonly records: CountedRecords;
}

export const NOTHING_COUNTED: CountedBefore = {
  until: 0,
  records: { judged: perSource(() => 0), refused: perSource(() => 0), currencies: new Map() },
};

/** Minutes before it are long written: a flush whose transaction stands still is ended by the database within one. */
const SETTLED_AFTER_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
/** Read at once: a day of a busy system is some hundred thousand rows. */
const STRIDE_MS = 24 * HOUR_MS;

/**
 * The same with all whole hours that are settled by now. The counters of minutes are many after a while: what cannot change any more is read once.
 *
 * @param now ms
 */
export async function countSettled(
  reader: Reader,
  before: CountedBefore,
  now: number,
): Promise<CountedBefore> {
  const settled = Math.floor((now - SETTLED_AFTER_MS) / HOUR_MS) * HOUR_MS;
  let { until, records } = before;
  if (until >= settled) return before;
  if (until === 0) until = (await firstMinute(reader)) ?? settled;
  while (until < settled) {
    const upTo = Math.min(settled, until + STRIDE_MS);
    const from = until;
    records = addRecords(
      records,
      await inSnapshot(reader, (snapshot) => readRecordsSince(snapshot, from, upTo)),
    );
    until = upTo;
  }
  return { until, records };
}

async function firstMinute(reader: Reader): Promise<number | undefined> {
  const first = await reader
    .selectFrom('stats_minute')
    .select('minute')
    .orderBy('minute')
    .limit(1)
    .executeTakeFirst();
  return first?.minute.getTime();
}

/** @param to exclusive, ms */
export async function readRecordsSince(
  snapshot: Snapshot,
  from: number,
  to = Number.POSITIVE_INFINITY,
): Promise<CountedRecords> {
  let query = snapshot
    .selectFrom('stats_minute')
    .select(({ fn }) => [
      'measure',
      'key',
      'currency',
      fn.sum<string>('count').as('count'),
      fn.sum<string>('amount').as('amount'),
    ])
    .where('minute', '>=', new Date(from))
    .where('measure', 'in', ['judged', 'refused', 'redriven'])
    .groupBy(['measure', 'key', 'currency']);
  if (Number.isFinite(to)) query = query.where('minute', '<', new Date(to));
  const judged = perSource(() => 0);
  const refused = perSource(() => 0);
  const currencies = new Map<string, { events: number; minor: bigint }>();
  for (const { measure, key, currency, count, amount } of await query.execute()) {
    if (!isSource(key)) continue;
    if (measure === 'refused') refused[key] += Number(count);
    else if (measure === 'redriven') refused[key] -= Number(count);
    else {
      judged[key] += Number(count);
      const sum = currencies.get(currency) ?? { events: 0, minor: 0n };
      currencies.set(currency, { events: sum.events + Number(count), minor: sum.minor + BigInt(amount) });
    }
  }
  return { judged, refused, currencies };
}

export function addRecords(a: CountedRecords, b: CountedRecords): CountedRecords {
  const currencies = new Map(a.currencies);
  for (const [currency, { events, minor }] of b.currencies) {
    const sum = currencies.get(currency) ?? { events: 0, minor: 0n };
    currencies.set(currency, { events: sum.events + events, minor: sum.minor + minor });
  }
  return {
    judged: perSource((source) => a.judged[source] + b.judged[source]),
    refused: perSource((source) => a.refused[source] + b.refused[source]),
    currencies,
  };
}
