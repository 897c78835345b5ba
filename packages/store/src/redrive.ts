import type { DeadLetterCode, TxnId } from '@tieout/core';

/** The verb of `commands` that asks for it. Its body: {topic, offset}; the command's partition is the record's. */
export const REDRIVE_VERB = 'redrive';

/** Where a record lies in Kafka. */
export interface RecordPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** As people and `parent` name a record. */
export function positionText({ topic, partition, offset }: RecordPosition): string {
  return `${topic}:${partition}:${offset}`;
}

/** Names, in a record published anew, the dead letter it comes from. Kept as `parent` where the record is refused again. */
export const PARENT_HEADER = 'tieout-parent';

const POSITION = /^[A-Za-z0-9._-]{1,249}:\d{1,9}:\d{1,18}$/;

/** What the header names; null where it names no position: any producer may send any header. */
export function parentOf(headers: Readonly<Record<string, string>>): string | null {
  const named = headers[PARENT_HEADER];
  return named !== undefined && POSITION.test(named) ? named : null;
}

/** A dead letter that somebody wants decoded again. */
export interface Redrive {
  readonly commandId: string;
  /** Who asked, as audit rows name actors. */
  readonly actor: string;
  readonly position: RecordPosition;
  /** Null where no record was refused there. */
  readonly letter: WaitingLetter | null;
}

/** What is kept of a refused record. */
export interface WaitingLetter {
  /** ms UTC, the broker's. */
  readonly appendTime: number;
  readonly key: Buffer | null;
  readonly code: DeadLetterCode;
  readonly payload: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Redrives before this one. */
  readonly attempts: number;
  /** An earlier one succeeded: there is nothing left to do. */
  readonly redriven: boolean;
}

/** What became of a redrive: JSON as it stands in `commands.outcome`. */
export type RedriveOutcome =
  /** Judged where it lies. */
  | { readonly result: 'accepted'; readonly txn_id: TxnId }
  /** Written anew under its right key, to be judged from there. */
  | { readonly result: 'published'; readonly txn_id: TxnId; readonly position: string }
  | {
      readonly result: 'refused';
      readonly code: DeadLetterCode | 'NOT_FOUND' | 'ALREADY_REDRIVEN';
      readonly error: string;
    };

export interface FinishedRedrive {
  readonly commandId: string;
  readonly position: RecordPosition;
  readonly outcome: RedriveOutcome;
  /** ms UTC. */
  readonly at: number;
  /** What becomes of the dead letter; null where there was none to decode again. */
  readonly letter:
    | { readonly redriven: true }
    | { readonly redriven: false; readonly code: DeadLetterCode; readonly error: string }
    | null;
}
