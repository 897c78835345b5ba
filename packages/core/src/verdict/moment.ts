import type { Facts } from './facts.ts';

/** Where lane time stands against a transaction's deadlines: all that a verdict ever needs to know of time. */
export interface Moment {
  readonly overdue: boolean;
  /** False also where there is no reversal deadline. */
  readonly reversalOverdue: boolean;
}

type Deadlines = Pick<Facts, 'deadlineAt' | 'reversalDeadlineAt'>;

/** @param laneTime how far the input is known to have been read, ms UTC; never a reader's own clock. */
export function momentAt({ deadlineAt, reversalDeadlineAt }: Deadlines, laneTime: number): Moment {
  return {
    overdue: deadlineAt <= laneTime,
    reversalOverdue: reversalDeadlineAt !== null && reversalDeadlineAt <= laneTime,
  };
}

/** The deadlines that lie after the lane time, soonest first. */
export function deadlinesAhead({ deadlineAt, reversalDeadlineAt }: Deadlines, laneTime: number): number[] {
  const ahead: number[] = [];
  if (deadlineAt > laneTime) ahead.push(deadlineAt);
  if (reversalDeadlineAt !== null && reversalDeadlineAt > laneTime) ahead.push(reversalDeadlineAt);
  return ahead.length > 1 ? ahead.toSorted((a, b) => a - b) : ahead;
}
