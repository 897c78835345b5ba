import { setTimeout as delay } from 'node:timers/promises';
import { TieoutError } from '@tieout/core';
import type { LogWriter } from './log-writer.ts';
import type { Schedule } from './schedule.ts';

export interface Progress {
  readonly transactions: number;
  readonly events: number;
  readonly elapsedMs: number;
  /** Until the last event under way is due, where all transactions have begun; else null. */
  readonly waitingMs: number | null;
  /** Every event of the transactions before this index has been written: the `--from` that goes on where a run was interrupted. */
  readonly wholeBefore: number;
  /** Why nothing is being written right now, or null. */
  readonly trouble: string | null;
}

export interface SimulatorOptions {
  readonly schedule: Schedule;
  readonly writer: LogWriter;
  /** How long ago the schedule began. */
  readonly behindMs: number;
  /** Ends the run: what has been handed over is written, what is not yet due is dropped. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

const TICK_MS = 20;
const EVENTS_A_TICK_MAX = 20_000;

/** Sends a schedule's events as they become due, until it is done or told to stop. A broker that is away is waited for; then it catches up. */
export async function simulate({
  schedule,
  writer,
  behindMs,
  signal,
  onProgress,
}: SimulatorOptions): Promise<Progress> {
  const startedAt = performance.now();
  let events = 0;
  let { wholeBefore } = schedule;
  let trouble: string | null = null;
  const progress = (): Progress => {
    const elapsedMs = performance.now() - startedAt;
    const waitingMs = schedule.allBegun ? Math.max(0, schedule.endsAt - behindMs - elapsedMs) : null;
    return { transactions: schedule.transactions, events, elapsedMs, waitingMs, wholeBefore, trouble };
  };

  while (!signal.aborted && !schedule.done) {
    const due = schedule.take(performance.now() - startedAt + behindMs, EVENTS_A_TICK_MAX);
    while (due.length > 0 && !signal.aborted) {
      try {
        await writer.write(due);
        events += due.length;
        trouble = null;
        ({ wholeBefore } = schedule);
        break;
      } catch (error) {
        if (!(error instanceof TieoutError) || !error.retriable) throw error;
        trouble = error.message;
        onProgress(progress());
      }
    }
    onProgress(progress());
    if (due.length < EVENTS_A_TICK_MAX && !schedule.done)
      await delay(TICK_MS, undefined, { signal }).catch(ignoreAbort);
  }
  return progress();
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
}
