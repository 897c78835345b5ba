import type { Currency } from '../money/currency.ts';
import type { Book, Outcome, Reason, ResolutionCode, Source } from '../vocabulary.ts';

/** What a break looked like when someone settled it: the resolution covers this and nothing worse. */
export interface SeenBreak {
  readonly reasons: readonly Reason[];
  readonly discrepancyMinor: bigint | null;
  readonly atRiskMinor: bigint;
  readonly legs: Readonly<Record<Source, SeenLeg | null>>;
  /** How often each book had settled: distinct event ids that are SUCCESS or REVERSED, per outcome and direction. */
  readonly settlements: Readonly<Record<Book, number>>;
}

export interface SeenLeg {
  readonly outcome: Outcome;
  readonly amountMinor: bigint;
  readonly currency: Currency;
}

export interface Resolution {
  readonly code: ResolutionCode;
  /** Who decided, as audit rows name actors. */
  readonly by: string;
  /** The second person, where one was needed. */
  readonly approvedBy: string | null;
  /** ms UTC. */
  readonly at: number;
  readonly note: string;
  /** Of the booking that settled it, where the code asks for one. */
  readonly reference: string | null;
  readonly seen: SeenBreak;
}
