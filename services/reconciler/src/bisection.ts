import type { Source, TxnId } from '@tieout/core';
import type { LaneLimits } from './limits.ts';

export interface Attempt {
  readonly recordsMax: number;
  readonly dueMax: number;
}

/** What a refused attempt held. */
export interface Refused {
  readonly records: number;
  readonly due: number;
}

/**
 * Finds the one value the store refuses: after a refusal records and deadlines are flushed apart, in halves, until one is left. Each half that
 * passes is committed, so the neighbours of the culprit never wait for it.
 */
export class Bisection {
  readonly #full: Attempt;
  #mode: 'both' | 'records' | 'due' = 'both';
  #size = 0;

  constructor(limits: LaneLimits) {
    this.#full = { recordsMax: limits.flushRecordsMax, dueMax: limits.flushDueMax };
  }

  next(): Attempt {
    switch (this.#mode) {
      case 'both':
        return this.#full;
      case 'records':
        return { recordsMax: this.#size, dueMax: 0 };
      case 'due':
        return { recordsMax: 0, dueMax: this.#size };
    }
  }

  /** Returns true where the attempt held one thing only: the culprit. */
  refused({ records, due }: Refused): boolean {
    if (records + due <= 1) return true;
    if (this.#mode === 'both') {
      this.#mode = records > 0 ? 'records' : 'due';
      this.#size = Math.max(records, due);
    }
    this.#size = Math.max(1, Math.floor((this.#mode === 'records' ? records : due) / 2));
    return false;
  }

  passed(): void {
    if (this.#mode === 'both') return;
    this.#size *= 2;
    if (this.#mode === 'records' && this.#size > this.#full.recordsMax) {
      this.#mode = 'due';
      this.#size = this.#full.dueMax;
    } else if (this.#mode === 'due' && this.#size >= this.#full.dueMax) {
      this.#mode = 'both';
    }
  }
}

/** What the store refused for good: never offered to it again. */
export class RefusedValues {
  readonly #records = new Map<string, string>();
  readonly #due = new Set<TxnId>();

  addRecord(source: Source, offset: bigint, error: string): void {
    this.#records.set(`${source} ${offset}`, error);
  }

  /** Why this record is refused, if it is. */
  record(source: Source, offset: bigint): string | undefined {
    return this.#records.size === 0 ? undefined : this.#records.get(`${source} ${offset}`);
  }

  addDue(txnId: TxnId): void {
    this.#due.add(txnId);
  }

  isDue(txnId: TxnId): boolean {
    return this.#due.has(txnId);
  }
}
