import type { Judgement } from './judgement.ts';
import { covers, type Seen } from './resolution.ts';

/** What was made of a break, and by whom. */
export interface Settlement {
  readonly code: string;
  readonly by: string;
  readonly approvedBy: string | null;
  readonly note: string;
  readonly reference: string | null;
  readonly seen: Seen;
}

/** All that people and policies have done with a transaction. */
export interface Case {
  readonly resolution: Settlement | null;
  readonly proposal: {
    readonly commandId: string;
    readonly subject: string;
    readonly made: Settlement;
  } | null;
  readonly assignee: string | null;
  readonly reopened: boolean;
}

export const UNTOUCHED: Case = { resolution: null, proposal: null, assignee: null, reopened: false };

/** How a transaction reads. */
export interface Standing {
  readonly status: string;
  readonly workState: string;
}

export function standingOf(judgement: Judgement, { resolution, proposal, assignee }: Case): Standing {
  if (resolution !== null && covers(resolution.seen, judgement))
    return { status: 'RESOLVED', workState: 'RESOLVED' };
  const { status } = judgement;
  if (proposal !== null && covers(proposal.made.seen, judgement))
    return { status, workState: 'AWAITING_APPROVAL' };
  return { status, workState: assignee === null ? 'OPEN' : 'ASSIGNED' };
}

/** What a deadline may change. */
function conclusion(judgement: Judgement, known: Case): string {
  const { reasons, severity, atRisk } = judgement;
  return [standingOf(judgement, known).status, reasons.join(), severity, atRisk].join(' ');
}

/** The deadline ahead that will change the verdict if nobody tells anything more; null where it is closed. */
export function nextChange(
  now: Judgement,
  laneTime: number,
  known: Case,
  judgedAt: (laneTime: number) => Judgement | null,
): number | null {
  const ahead = [now.deadline, now.reversalDeadline ?? now.deadline].filter((time) => time > laneTime);
  const before = conclusion(now, known);
  const changes = ahead.filter((time) => {
    const then = judgedAt(time);
    return then !== null && conclusion(then, known) !== before;
  });
  return changes.length === 0 ? null : Math.min(...changes);
}
