export * from './errors.ts';
export { eventId, isEventId, isTxnId, txnId } from './ids.ts';
export type { EventId, TxnId } from './ids.ts';
export * from './vocabulary.ts';

export { formatMinor, minorPerMajor, parseMajor } from './money/amount.ts';
export { CURRENCIES, currency, exponentOf, isCurrency } from './money/currency.ts';
export type { Currency } from './money/currency.ts';

export { act } from './action/act.ts';
export type { ActionResult, Matter } from './action/act.ts';
export type { Action, ActionRequest, Person } from './action/action.ts';
export { autoResolution, policyActor } from './action/auto-resolve.ts';
export type { AutoResolution, DayShare } from './action/auto-resolve.ts';
export { parseAction } from './action/parse.ts';
export type { ParsedAction, RawCommand } from './action/parse.ts';
export { NO_WORK } from './action/work.ts';
export type { Proposal, Work } from './action/work.ts';
export { workState } from './action/work-state.ts';

export type { SourceEvent } from './event/event.ts';
export { outcomeOf } from './event/outcome.ts';
export { EVENTS_MAX, emptyState, firstEventAt, fold, withVerdictTime } from './event/state.ts';
export type { TxnState } from './event/state.ts';

export { DEFAULT_SLA_MS, firstRuleSet } from './rule-set/defaults.ts';
export { toJson } from './rule-set/json.ts';
export type { RuleSetJson } from './rule-set/json.ts';
export { parseRuleSet } from './rule-set/parse.ts';
export type { ParsedRuleSet } from './rule-set/parse.ts';
export type { Problem } from './rule-set/reader.ts';
export { ruleSetAt } from './rule-set/rule-set.ts';
export type {
  Approval,
  AutoResolveCaps,
  AutoResolvePolicy,
  MoneyLimit,
  Policy,
  RuleSet,
  Tolerance,
} from './rule-set/rule-set.ts';

export { nextAction } from './rules/index.ts';
export type { CheckValue } from './rules/rule.ts';

export { seenBreak } from './verdict/coverage.ts';
export { explain } from './verdict/explain.ts';
export type { Check } from './verdict/explain.ts';
export { judge } from './verdict/judge.ts';
export { lifeCycle, reasonLabel, sourceName } from './verdict/labels.ts';
export type { LifeCycle } from './verdict/labels.ts';
export type { Resolution, SeenBreak, SeenLeg } from './verdict/resolution.ts';
export type { Verdict } from './verdict/verdict.ts';
