import { DEFAULT_LIMITS, type LaneLimits, checkLimits } from '@tieout/reconciler';
import type { Random } from '@tieout/producers';
import type { Chances } from '../faults/dice.ts';

/** How one simulated world is made: everything about it that a seed decides before it begins. */
export interface Weather {
  readonly partitions: number;
  readonly processes: number;
  readonly slaMs: number;
  readonly scenarios: number;
  readonly chaos: number;
  readonly poisons: number;
  readonly spanMs: number;
  /** How far each partition leader's clock may be off, either way. */
  readonly skewMsMax: number;
  /** How long a call to a server usually takes at most, each way. */
  readonly stepMsMax: number;
  /** Records of one fetch. */
  readonly batchMax: number;
  readonly limits: LaneLimits;
  readonly chances: Chances;
  readonly incidents: number;
  /** How often somebody asks for something. */
  readonly asks: number;
  /** The log ends in an aborted transaction. */
  readonly endsAborted: boolean;
  /** Times at which everything is audited while the world goes on. */
  readonly audits: number;
}

export function drawWeather(random: Random): Weather {
  const one = <T>(...from: readonly [T, ...T[]]): T => from[random.between(0, from.length - 1)] ?? from[0];
  const slaMs = one(1_500, 2_000, 3_000);
  const graceMs = one(0, 500, 2_000);
  return {
    partitions: random.between(1, 4),
    processes: random.between(1, 3),
    slaMs,
    scenarios: 300,
    chaos: random.between(10, 40),
    poisons: random.between(3, 12),
    spanMs: random.between(15_000, 40_000),
    // Leaders' clocks must differ by less than the grace.
    skewMsMax: Math.floor(graceMs * 0.4),
    stepMsMax: one(5, 20, 150),
    batchMax: one(3, 20, 60, 200),
    limits: checkLimits({
      ...DEFAULT_LIMITS,
      queueBytesMax: one(8 * 1024, 64 * 1024, DEFAULT_LIMITS.queueBytesMax),
      flushBytesMax: 4 * 1024,
      flushRecordsMax: one(10, 100, 12_000),
      flushTransactionsMax: 15,
      flushDueMax: one(5, 50, 5_000),
      alignmentMs: one(500, 5_000, 10_000),
      graceMs,
      sweepIntervalMs: one(3_000, 60_000),
      cacheRetryMs: one(100, 1_000),
      retakeMs: one(3_000, 20_000),
    }),
    chances: {
      'event sent twice': 0.03,
      'batch delivered twice': one(0, 0.02, 0.1),
      'batch delivered with what came before it': one(0, 0.02, 0.1),
      'batch lost': one(0, 0.01, 0.05),
      'batch overtaken by the next': one(0, 0.02, 0.1),
      'connection to Postgres lost': one(0, 0.002, 0.01),
      'answer of Postgres lost': one(0, 0.002, 0.01),
      'answer to a commit lost': one(0, 0.01, 0.03),
      'answer of Redis lost': one(0, 0.002, 0.01),
      'cache change arrived in part': one(0, 0.002, 0.01),
      'cache entry stale': one(0, 0.01, 0.1),
      'cache entry damaged': one(0, 0.01),
      'cache entry ahead of storage': one(0, 0.01),
    },
    incidents: random.between(5, 9),
    asks: random.between(15, 50),
    endsAborted: random.next() < 0.5,
    audits: 2,
  };
}

/** For people. */
export function worldText(
  { partitions, processes, slaMs, limits, spanMs }: Weather,
  transactions: number,
): string {
  return [
    `${transactions} transactions in ${Math.round(spanMs / 1000)} s`,
    `lanes ${partitions}`,
    `processes ${processes}`,
    `SLA ${slaMs} ms`,
    `grace ${limits.graceMs} ms`,
  ].join(', ');
}
