import type { Source } from '@tieout/core';
import type { Workload } from './scenario/payment.ts';

/** What was asked for on the command line; undefined where left to us. */
export interface Wish {
  readonly sources: readonly Source[];
  readonly rate: number;
  readonly anomalies: number;
  readonly seed: string | undefined;
  readonly from: number | undefined;
}

/** When transaction 0 of every workload happened. */
const EPOCH = Date.UTC(2026, 0, 1);
/** Booking times of a seeded workload are this far apart whatever the rate, so that a second run, however fast, repeats them exactly. */
const SEEDED_SPACING_MS = 50;
/** A source that runs alone begins at a boundary of this length, so that three started by hand one after another begin alike. */
const JOIN_SLOT_MS = 30_000;

/** A workload, the transaction to begin with, and how long ago that one was due: what was missed since is sent at once. */
export interface Plan {
  readonly workload: Workload;
  readonly from: number;
  readonly behindMs: number;
}

/**
 * The workload to run and where to begin in it.
 *
 * With a seed it is the same every time. Without one it follows the clock: transaction `i` of rate `r` happens i/r seconds after the epoch, so
 * that every run brings new transactions and yet any process of the same rate and share of anomalies, started at any time, tells of the same ones.
 */
export function workloadFor({ sources, rate, anomalies, seed, from }: Wish, now: number): Plan {
  if (seed !== undefined) {
    return {
      workload: { seed, anomalies, startAt: EPOCH, spacingMs: SEEDED_SPACING_MS },
      from: from ?? 0,
      behindMs: 0,
    };
  }
  const begin = sources.length === 1 ? now - (now % JOIN_SLOT_MS) : now;
  return {
    workload: { seed: `live-${rate}`, anomalies, startAt: EPOCH, spacingMs: 1_000 / rate },
    from: from ?? Math.floor(((begin - EPOCH) / 1_000) * rate),
    behindMs: from === undefined ? now - begin : 0,
  };
}
