import type { Payment } from '../payment.ts';
import { onMobile, type Step } from '../step.ts';
import type { Ending } from '../truth.ts';

/** One way a payment may go. Adding one is adding it to a list: it then takes part in the workload and in its tests. */
export interface Case {
  readonly name: string;
  readonly weight: number;
  /** Whether this may happen to this payment; another case is drawn where not. */
  readonly suits?: (payment: Payment) => boolean;
  readonly steps: (payment: Payment) => Step[];
  readonly ending: (payment: Payment) => Ending;
}

export const MINUTE_MS = 60_000;

/** Discrepancy where one book and, for payments in the app, the app say that the money moved: two equal amounts, or a single one and nothing to compare. */
export const sameWhereTwo = (payment: Payment): bigint | null => (onMobile(payment) ? 0n : null);
