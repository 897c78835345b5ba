import type { RuleSet, SourceEvent, TxnId } from '@tieout/core';
import type { AutoResolved, LaneHead, PerSource, ResultWrite, StoredTransaction } from '@tieout/store';
import { DayLedger } from './day-ledger.ts';
import { EMPTY_DOCKET, type Declined, type Docket } from './docket.ts';
import { judgeTransaction, sweepBackMs, type Court, type Judgement } from './judgement.ts';

const UNKNOWN_TRANSACTION = {
  kind: 'declined',
  code: 'TXN_NOT_FOUND',
  error: 'the lane knows of no such transaction',
} as const;

export interface BenchInput {
  readonly head: LaneHead;
  readonly ruleSets: readonly RuleSet[];
  /** What the flush brings lane time to. */
  readonly laneTime: number;
  /** The flush's time. */
  readonly at: number;
  readonly topics: PerSource<string>;
  readonly events: ReadonlyMap<TxnId, readonly SourceEvent[]>;
  /** Those with a deadline that has passed. */
  readonly due: ReadonlySet<TxnId>;
}

/** The transactions of one flush, each judged from the best that is known of it. */
export class Bench {
  readonly #court: Court;
  readonly #share: DayLedger;
  readonly #events: ReadonlyMap<TxnId, readonly SourceEvent[]>;
  readonly #due: ReadonlySet<TxnId>;
  readonly #judgements = new Map<TxnId, Judgement>();
  #docket = EMPTY_DOCKET;

  constructor({ head, events, due, ...court }: BenchInput) {
    this.#share = new DayLedger(head.autoResolved, court.laneTime, head.partitionCount);
    this.#court = { ...court, sweepBackMs: sweepBackMs(court.ruleSets), share: this.#share };
    this.#events = events;
    this.#due = due;
  }

  get judgements(): Judgement[] {
    return [...this.#judgements.values()];
  }

  /** What policies have used up of the day's caps, with this flush. */
  get autoResolved(): AutoResolved {
    return this.#share.total;
  }

  /** What people asked for and do not get, without any transaction to be heard with. */
  get declined(): Declined[] {
    const { asked, declined } = this.#docket;
    const all = [...declined];
    for (const [txnId, requests] of asked) {
      if (this.#judgements.has(txnId)) continue;
      for (const one of requests) all.push({ ...one, ...UNKNOWN_TRANSACTION });
    }
    return all;
  }

  /** From now on transactions are judged with what people ask of them. */
  open(docket: Docket): void {
    this.#docket = docket;
  }

  /**
   * Those that must be judged by what storage knows: what people act on, or a policy may, is never taken from the cache, and where nothing has to
   * be written the writing would not have found out that the cache was wrong. A policy that closed what it should not have would have kept the day's
   * cap from what it should.
   */
  get takenOnTrust(): TxnId[] {
    const unsure = this.judgements.filter(({ write, looked }) => write === null || looked);
    return [...new Set([...unsure.map(({ txnId }) => txnId), ...this.#docket.asked.keys()])];
  }

  /** @returns what has to be written of these */
  judge(txnIds: readonly TxnId[], known: ReadonlyMap<TxnId, StoredTransaction>): ResultWrite[] {
    const writes: ResultWrite[] = [];
    for (const txnId of txnIds) this.#share.release(txnId);
    for (const txnId of txnIds) {
      const events = this.#events.get(txnId) ?? [];
      const isDue = this.#due.has(txnId);
      const asked = this.#docket.asked.get(txnId) ?? [];
      const judgement = judgeTransaction(this.#court, txnId, known.get(txnId), events, isDue, asked);
      if (judgement === undefined) this.#judgements.delete(txnId);
      else this.#judgements.set(txnId, judgement);
      if (judgement?.auto) this.#share.grant(txnId, judgement.auto, judgement.verdict.currency);
      if (judgement?.write) writes.push(judgement.write);
    }
    return writes;
  }
}
