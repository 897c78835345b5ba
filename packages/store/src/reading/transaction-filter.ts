import {
  SEVERITIES,
  VERDICT_STATUSES,
  type Channel,
  type Reason,
  type Severity,
  type Source,
  type VerdictStatus,
  type WorkState,
} from '@tieout/core';
import { sql, type RawBuilder } from 'kysely';

/** Of one field: any of these, and none of those. A field that has no value (null) is none of those. */
export interface Choice<T> {
  readonly in?: readonly T[] | undefined;
  readonly notIn?: readonly T[] | undefined;
}

/** All that miss this source, and only it, and were first seen in this stretch, ms; `to` is not in it. */
export interface Fold {
  readonly missing: Source;
  readonly from: number;
  readonly to: number;
}

/** What a list shows: all of these hold. What is absent or undefined does not filter. */
export interface TransactionFilter {
  readonly status?: Choice<VerdictStatus> | undefined;
  readonly reason?: Choice<Reason> | undefined;
  readonly missing?: Choice<Source> | undefined;
  /** Null: nobody is. */
  readonly atFault?: Choice<Source | null> | undefined;
  readonly severity?: Choice<Severity> | undefined;
  /** Null: nobody looks after it. */
  readonly assignee?: Choice<string | null> | undefined;
  readonly workState?: Choice<WorkState> | undefined;
  readonly channel?: Choice<Channel> | undefined;
  readonly currency?: Choice<string> | undefined;
  /** In minor units, inclusive. */
  readonly amountMin?: bigint | undefined;
  readonly amountMax?: bigint | undefined;
  /** First seen at or after, ms. */
  readonly from?: number | undefined;
  /** First seen before, ms. */
  readonly to?: number | undefined;
  /** With reasons without a break since at or before this, ms. */
  readonly brokenBefore?: number | undefined;
  /** The same, at or after. */
  readonly brokenAfter?: number | undefined;
  /** None of these. */
  readonly folded?: readonly Fold[] | undefined;
  /** A transaction id or the beginning of one. */
  readonly idPrefix?: string | undefined;
}

/**
 * What the rows of a filter have in common, and so which index holds them: `breaks` are MISMATCHED, `resolved` RESOLVED, `broken` either, and
 * `all` may be anything.
 */
export type Scope = 'breaks' | 'resolved' | 'broken' | 'all' | 'nothing';

export type Condition = RawBuilder<boolean>;

export function scopeOf(filter: TransactionFilter): Scope {
  const { status, reason, severity, atFault, brokenBefore, brokenAfter } = filter;
  const asked = allowed(VERDICT_STATUSES, status);
  const withReasons =
    asked.every((one) => one === 'MISMATCHED' || one === 'RESOLVED') ||
    reason?.in !== undefined ||
    severity?.in !== undefined ||
    (atFault?.in !== undefined && !atFault.in.includes(null)) ||
    brokenBefore !== undefined ||
    brokenAfter !== undefined;
  if (!withReasons) return 'all';
  if (breakRanks(filter).length === 0) return 'nothing';
  const breaks = asked.includes('MISMATCHED');
  const resolved = asked.includes('RESOLVED');
  if (breaks && resolved) return 'broken';
  if (breaks) return 'breaks';
  return resolved ? 'resolved' : 'nothing';
}

/** The time range of it: what an index by time narrows by itself. */
export function timeConditions({ from, to }: TransactionFilter): Condition[] {
  return [
    ...(from === undefined ? [] : [sql<boolean>`first_seen_at >= ${new Date(from)}::timestamptz`]),
    ...(to === undefined ? [] : [sql<boolean>`first_seen_at < ${new Date(to)}::timestamptz`]),
  ];
}

/** The condition of the index by time of what has or had reasons. */
export const HAS_REASONS: Condition = sql<boolean>`severity IS NOT NULL`;
/** The condition of the breaks' own indexes. */
export const IS_BREAK: Condition = sql<boolean>`break_rank IS NOT NULL`;

/** All of it, said of columns that the indexes of its scope hold. */
export function conditionsOf(filter: TransactionFilter): Condition[] {
  const scope = scopeOf(filter);
  const { amountMin, amountMax, brokenBefore, brokenAfter, idPrefix } = filter;
  return [
    ...scopeConditions(filter, scope),
    ...timeConditions(filter),
    ...overlapping('reasons', filter.reason),
    ...overlapping(scope === 'all' ? 'missing' : 'broken_missing', filter.missing),
    ...chosen('at_fault', filter.atFault),
    ...chosen('assignee', filter.assignee),
    ...chosen('work_state', filter.workState),
    ...chosen('channel', filter.channel),
    ...chosen('currency', filter.currency),
    ...(amountMin === undefined ? [] : [sql<boolean>`amount_minor >= ${amountMin.toString()}::numeric`]),
    ...(amountMax === undefined ? [] : [sql<boolean>`amount_minor <= ${amountMax.toString()}::numeric`]),
    ...(brokenBefore === undefined
      ? []
      : [sql<boolean>`broken_at <= ${new Date(brokenBefore)}::timestamptz`]),
    ...(brokenAfter === undefined ? [] : [sql<boolean>`broken_at >= ${new Date(brokenAfter)}::timestamptz`]),
    ...(idPrefix === undefined ? [] : [beginsWith(idPrefix)]),
    ...(filter.folded ?? []).map((fold) => outside(fold, scope)),
  ];
}

function outside({ missing, from, to }: Fold, scope: Scope): Condition {
  const column = sql.ref(scope === 'all' ? 'missing' : 'broken_missing');
  return sql<boolean>`NOT (${column} = ${[missing]}::text[] AND first_seen_at >= ${new Date(from)}::timestamptz AND first_seen_at < ${new Date(to)}::timestamptz)`;
}

/** The places of the severities asked for, gravest first, as `break_rank` counts them. */
export function breakRanks({ severity }: TransactionFilter): number[] {
  return allowed(GRAVEST_FIRST, severity).map((one) => GRAVEST_FIRST.indexOf(one) + 1);
}

/** Breaks of these places. */
export function ofRanks(ranks: readonly number[]): Condition[] {
  return [IS_BREAK, ...(ranks.length === GRAVEST_FIRST.length ? [] : [anyOf('break_rank', ranks)])];
}

export function inCurrencies({ currency }: TransactionFilter): Condition[] {
  return chosen('currency', { in: currency?.in });
}

export function beginsWith(idPrefix: string): Condition {
  return sql<boolean>`txn_id LIKE ${`${likeLiteral(idPrefix)}%`}`;
}

export function and(conditions: readonly Condition[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` AND `)}`;
}

const GRAVEST_FIRST = SEVERITIES.toReversed();

function scopeConditions(filter: TransactionFilter, scope: Scope): Condition[] {
  switch (scope) {
    case 'nothing':
      return [sql<boolean>`false`];
    case 'all':
      return [...chosen('status', filter.status), ...chosen('severity', filter.severity)];
    case 'breaks':
      return ofRanks(breakRanks(filter));
    case 'resolved':
      return [HAS_REASONS, sql<boolean>`work_state = 'RESOLVED'`, ...chosen('severity', filter.severity)];
    case 'broken':
      return [HAS_REASONS, ...chosen('severity', filter.severity)];
  }
}

function allowed<T>(all: readonly T[], choice: Choice<T> | undefined): T[] {
  return all.filter(
    (one) => (choice?.in === undefined || choice.in.includes(one)) && !choice?.notIn?.includes(one),
  );
}

function chosen(column: string, choice: Choice<string | null> | undefined): Condition[] {
  const conditions: Condition[] = [];
  if (choice?.in) conditions.push(anyOf(column, choice.in));
  if (choice?.notIn) conditions.push(sql<boolean>`(${anyOf(column, choice.notIn)}) IS NOT TRUE`);
  return conditions;
}

/** One value is written as an equation, so that an index whose first column it is keeps its order. */
function anyOf(column: string, values: readonly (string | number | null)[]): Condition {
  const some = values.filter((value) => value !== null);
  const isNull = sql<boolean>`${sql.ref(column)} IS NULL`;
  if (some.length === 0) return values.length === 0 ? sql<boolean>`false` : isNull;
  const isOne = sql<boolean>`${sql.ref(column)} IN (${sql.join(some)})`;
  return some.length === values.length ? isOne : sql<boolean>`(${isOne} OR ${isNull})`;
}

function overlapping(column: string, choice: Choice<string> | undefined): Condition[] {
  const overlap = (values: readonly string[]) => sql<boolean>`${sql.ref(column)} && ${[...values]}::text[]`;
  return [
    ...(choice?.in ? [overlap(choice.in)] : []),
    ...(choice?.notIn ? [sql<boolean>`NOT ${overlap(choice.notIn)}`] : []),
  ];
}

/** An underscore of an id must not stand for any character. */
function likeLiteral(text: string): string {
  return text.replaceAll(/[\\_%]/g, String.raw`\$&`);
}
