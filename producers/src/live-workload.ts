import type { Source } from '@tieout/core';
import { BusinessHours, EvenPace } from './scenario/pace.ts';
import type { Workload } from './scenario/payment.ts';
import { UsageError } from './usage-error.ts';

/** What was asked for on the command line; undefined where left to us. */
export interface Wish {
  readonly sources: readonly Source[];
  readonly rate: number;
  readonly anomalies: number;
  readonly seed: string | undefined;
  readonly from: number | undefined;
  /** Infinity for endless. */
  readonly count: number;
  /** How long a missing event is waited for, milliseconds: what comes late comes later than that. */
  readonly slaMs: number;
}

/** Share of transactions that go wrong, unless asked otherwise. */
export const DEFAULT_ANOMALIES = 0.05;

/** When transaction 0 of every workload happened. */
const EPOCH = Date.UTC(2026, 0, 1);
/** Booking times of a seeded workload are this far apart whatever the rate, so that a second run, however fast, repeats them exactly. */
const SEEDED_SPACING_MS = 50;
/** A source that runs alone begins at a boundary of this length, so that three started by hand one after another begin alike. */
const JOIN_SLOT_MS = 30_000;
/** What comes late comes this much later than the SLA allows. */
const LATE_SLAS = 1.25;

/** A workload, where to begin in it, and how fast it goes. */
export interface Plan {
  readonly workload: Workload;
  /** Index of the first transaction. */
  readonly from: number;
  /** How long ago that one was due, milliseconds: what was missed since is sent at once. */
  readonly behindMs: number;
  /** How many transactions have begun this many milliseconds after the first was due. */
  readonly begunBy: (elapsedMs: number) => number;
}

/** @throws UsageError */
export function seedName(text: string): string {
  if (/^[A-Za-z0-9._-]{1,24}$/.test(text)) return text;
  throw new UsageError(`--seed takes 1 to 24 letters, digits or . _ - , not "${text}". Example: --seed 7`);
}

/**
 * The workload to run and where to begin in it.
 *
 * With a seed it is the same every time. Without one it follows the clock: when each transaction happens is fixed by rate and clock alone, so that
 * every run brings new transactions and yet any process of the same rate and share of anomalies, started at any time, tells of the same ones. An
 * endless run of those goes up and down with the hours of the day, and brings `rate` a second on average.
 */
export function workloadFor({ sources, rate, anomalies, seed, from, count, slaMs }: Wish, now: number): Plan {
  const shared = { anomalies, lateMs: slaMs * LATE_SLAS };
  const evenly = (elapsedMs: number) => Math.floor((elapsedMs / 1_000) * rate) + 1;
  if (seed !== undefined) {
    const pace = new EvenPace(EPOCH, SEEDED_SPACING_MS);
    return { workload: { ...shared, seed, pace }, from: from ?? 0, behindMs: 0, begunBy: evenly };
  }
  const pace = new BusinessHours(EPOCH, rate);
  const workload = { ...shared, seed: `live-${rate}`, pace };
  if (from !== undefined) return { workload, from, behindMs: 0, begunBy: evenly };
  const begin = sources.length === 1 ? now - (now % JOIN_SLOT_MS) : now;
  const first = pace.countBefore(begin);
  return {
    workload,
    from: first,
    behindMs: now - begin,
    begunBy: count === Infinity ? (elapsedMs) => pace.countBefore(begin + elapsedMs + 1) - first : evenly,
  };
}
