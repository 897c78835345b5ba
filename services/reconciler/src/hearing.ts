import {
  act,
  autoResolution,
  judge,
  workState,
  type AutoResolution,
  type DayShare,
  type RuleSet,
  type TxnState,
  type Verdict,
} from '@tieout/core';
import type { Standing, StoredTransaction } from '@tieout/store';
import type { Asked, Declined } from './docket.ts';

/** Something that was done to a transaction: by a person, or by a policy where `asked` is null. */
export interface Act {
  readonly kind: 'done';
  readonly asked: Asked | null;
  readonly actor: string;
  readonly before: Standing;
  readonly after: Standing;
}

export type Heard = Act | Declined;

/** How a transaction stands after everything that was asked of it, and the way there. */
export interface Hearing {
  readonly standing: Standing;
  /** In the order in which it was asked for; what a policy did comes last. */
  readonly heard: readonly Heard[];
  readonly auto: AutoResolution | null;
  /** A policy looked at it: whether one acts depends on caps that other transactions of the flush use up too. */
  readonly looked: boolean;
}

/** What is heard: a transaction with this flush's events already in it. */
export interface Case {
  readonly previous: StoredTransaction | undefined;
  readonly state: TxnState;
  readonly verdict: Verdict;
  /** The events, or time, have changed what people see of it. */
  readonly changed: boolean;
  readonly laneTime: number;
  readonly at: number;
  readonly ruleSet: RuleSet;
  /** In force now. */
  readonly limits: RuleSet['approval'];
}

/** Does what people asked, each on what the one before left, and then what a policy of the rule set does by itself with a break that has just changed. */
export function hear(matter: Case, asked: readonly Asked[], share: DayShare): Hearing {
  const { previous, laneTime, at, ruleSet, limits } = matter;
  let changed = matter.changed;
  let standing = stand(matter.state, matter.verdict);
  const heard: Heard[] = [];

  function stand(state: TxnState, verdict: Verdict): Standing {
    return { state, verdict, workState: workState(state, verdict, laneTime, ruleSet) };
  }
  const changedSince = (revision: number): boolean =>
    changed || previous === undefined || revision < previous.verdictRevision || revision > previous.revision;
  const done = (state: TxnState, actor: string, by: Asked | null): void => {
    const before = standing;
    if (state !== before.state) standing = stand(state, judge(state, laneTime, ruleSet));
    changed ||= standing.verdict.status !== before.verdict.status;
    heard.push({ kind: 'done', asked: by, actor, before, after: standing });
  };

  for (const one of asked) {
    const { state, verdict } = standing;
    const result = act({ state, verdict, laneTime, changedSince, ruleSet, limits, at }, one.request);
    if (result.kind === 'refused')
      heard.push({ ...one, kind: 'declined', code: result.code, error: result.error });
    else done(result.state, one.request.by.actor, one);
  }
  const looked = matter.changed && ruleSet.autoResolve.length > 0 && standing.verdict.status === 'MISMATCHED';
  const auto = looked ? autoResolution(standing.state, standing.verdict, ruleSet, share, at) : null;
  if (auto !== null) done({ ...standing.state, resolution: auto.resolution }, auto.resolution.by, null);
  return { standing, heard, auto, looked };
}
