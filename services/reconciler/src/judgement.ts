import {
  emptyState,
  firstEventAt,
  fold,
  judge,
  ruleSetAt,
  withVerdictTime,
  type AutoResolution,
  type DayShare,
  type RuleSet,
  type Source,
  type SourceEvent,
  type TxnId,
  type Verdict,
  type WorkState,
} from '@tieout/core';
import {
  legsText,
  packTransaction,
  type PerSource,
  type ResultWrite,
  type StoredTransaction,
} from '@tieout/store';
import type { Asked } from './docket.ts';
import { hear, type Case, type Heard } from './hearing.ts';

/** What a flush makes of one transaction. */
export interface Judgement {
  readonly txnId: TxnId;
  readonly previous: StoredTransaction | undefined;
  readonly verdict: Verdict;
  readonly workState: WorkState;
  /** The results row after this flush. */
  readonly revision: number;
  /** Null where the row in storage says it all already. */
  readonly write: ResultWrite | null;
  /** The visible verdict is another one than before. */
  readonly changed: boolean;
  /** Sources whose leg is late and was not before. */
  readonly lateArrivals: readonly Source[];
  /** What people asked of it, and a policy did with it. */
  readonly heard: readonly Heard[];
  /** What a policy of the rule set resolved: it counts against the day's cap. */
  readonly auto: AutoResolution | null;
  /** As `Hearing.looked`. */
  readonly looked: boolean;
}

/** What holds for all transactions of a flush. */
export interface Court {
  readonly ruleSets: readonly RuleSet[];
  readonly laneTime: number;
  /** The flush's time. */
  readonly at: number;
  readonly topics: PerSource<string>;
  /** How far behind lane time the deadline sweep looks for transactions. */
  readonly sweepBackMs: number;
  readonly share: DayShare;
}

/**
 * Folds the events into what is known and judges. Undefined where there is nothing to judge: no event that counts has ever come.
 *
 * @param events none where the transaction is only due
 * @param due one of its deadlines has passed
 * @param asked what people want done with it, after the events
 */
export function judgeTransaction(
  court: Court,
  txnId: TxnId,
  previous: StoredTransaction | undefined,
  events: readonly SourceEvent[],
  due: boolean,
  asked: readonly Asked[],
): Judgement | undefined {
  const { ruleSets, laneTime } = court;
  const before = previous?.state ?? emptyState();
  const folded = fold(before, events);
  if (folded.events.length === 0) return undefined;
  const ruleSet = ruleSetAt(ruleSets, firstEventAt(folded));
  const fresh = judge(folded, laneTime, ruleSet);
  const moved = due || folded !== before;
  const freshChanged = previous === undefined || isVisiblyOther(court, previous, moved, fresh);
  const matter: Case = {
    previous,
    state: folded,
    verdict: fresh,
    changed: freshChanged,
    laneTime,
    at: court.at,
    ruleSet,
    // Asked for only where somebody asks: before the first tick lane time lies before every rule set but the first.
    limits: asked.length === 0 ? ruleSet.approval : ruleSetAt(ruleSets, laneTime).approval,
  };
  const { standing, heard, auto, looked } = hear(matter, asked, court.share);
  const { verdict, workState } = standing;
  const state = withVerdictTime(standing.state, verdict, laneTime);
  const changed =
    previous === undefined ||
    (heard.length === 0 ? freshChanged : isVisiblyOther(court, previous, moved, verdict));
  // A transaction that was due and did not change is written all the same: its row still says that it is due.
  const needsWrite = changed || state !== before || due;
  const written = (previous?.revision ?? 0) + 1;
  const transaction: StoredTransaction = {
    txnId,
    revision: written,
    state,
    status: verdict.status,
    reasons: verdict.reasons,
    judgedAt: laneTime,
    verdictRevision: changed ? written : previous.verdictRevision,
  };
  return {
    txnId,
    previous,
    verdict,
    workState,
    revision: needsWrite ? written : written - 1,
    changed,
    write: needsWrite ? resultWrite(court, transaction, verdict, workState) : null,
    lateArrivals: lateArrivals(court, previous, verdict),
    heard,
    auto,
    looked,
  };
}

function lateArrivals(
  court: Court,
  previous: StoredTransaction | undefined,
  { late }: Verdict,
): readonly Source[] {
  if (late.length === 0 || previous === undefined) return late;
  const before = verdictOf(court, previous).late;
  return late.filter((source) => !before.includes(source));
}

function resultWrite(
  court: Court,
  transaction: StoredTransaction,
  verdict: Verdict,
  work: WorkState,
): ResultWrite {
  const { nextDueAt, firstSeenAt } = verdict;
  return {
    transaction,
    workState: work,
    packed: packTransaction(transaction),
    verdict,
    legs: Buffer.from(legsText(verdict, court.topics)),
    updatedAt: court.at,
    lateDueAt: nextDueAt !== null && nextDueAt > firstSeenAt + court.sweepBackMs ? nextDueAt : null,
  };
}

/**
 * Only a new event or a deadline can change a verdict, and each may do so without changing status or reasons: a deadline for a reversal raises
 * the severity alone. Then the old verdict is judged again to compare all of it.
 *
 * @param moved whether either came
 */
function isVisiblyOther(
  court: Court,
  previous: StoredTransaction,
  moved: boolean,
  verdict: Verdict,
): boolean {
  if (previous.status !== verdict.status || !sameList(previous.reasons, verdict.reasons)) return true;
  return moved && visible(verdictOf(court, previous), court.topics) !== visible(verdict, court.topics);
}

/** The verdict that a stored transaction was left with. */
function verdictOf({ ruleSets }: Court, { state, judgedAt }: StoredTransaction): Verdict {
  return judge(state, judgedAt, ruleSetAt(ruleSets, firstEventAt(state)));
}

/** All that people see of a verdict, as one text. */
function visible(verdict: Verdict, topics: PerSource<string>): string {
  const { severity, atFault, hints, currency, channel, sources, missing } = verdict;
  const { firstSeenAt, deadlineAt, ruleVersion } = verdict;
  const figures = [verdict.amountMinor, verdict.discrepancyMinor, verdict.atRiskMinor].map(String);
  const legs = legsText(verdict, topics);
  return JSON.stringify([
    severity,
    atFault,
    hints,
    currency,
    channel,
    sources,
    missing,
    firstSeenAt,
    deadlineAt,
    ruleVersion,
    figures,
    legs,
  ]);
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/**
 * The longest a transaction usually stays open after its first event: what the deadline sweep looks back. What stays open longer is kept
 * in an index of its own.
 */
export function sweepBackMs(ruleSets: readonly RuleSet[]): number {
  const waits = ruleSets.flatMap(({ policies }) =>
    Object.values(policies).flatMap(({ slaMs, pendingLimitMs, reversalSlaMs }) => [
      slaMs,
      pendingLimitMs,
      reversalSlaMs,
    ]),
  );
  return Math.max(0, ...waits);
}
