import type { Txn } from '../../api/schema.ts';
import { GRAVEST_FIRST } from './filter.ts';

/** The orders a list can have: everything by time, breaks also by what makes them urgent. */
export const SORTS = ['time', 'severity', 'age', 'at_risk', 'discrepancy'] as const;
export type Sort = (typeof SORTS)[number];

/** Below 0 where `one` stands above `other`. The API's own order, so that what comes live finds its place. */
export function compareBy(sort: Sort): (one: Txn, other: Txn) => number {
  switch (sort) {
    case 'time':
      return byNewest;
    case 'severity':
      return (one, other) => gravity(one) - gravity(other) || byAge(one, other);
    case 'age':
      return byAge;
    case 'at_risk':
      return (one, other) =>
        falling(one.at_risk_minor, other.at_risk_minor) || rising(other.txn_id, one.txn_id);
    case 'discrepancy':
      return (one, other) =>
        falling(one.discrepancy_minor ?? '-1', other.discrepancy_minor ?? '-1') ||
        rising(other.txn_id, one.txn_id);
  }
}

/** First seen, then id, both falling. ISO instants of one form compare as text. */
function byNewest(one: Txn, other: Txn): number {
  return rising(other.first_seen_at, one.first_seen_at) || rising(other.txn_id, one.txn_id);
}

/** Broken longest first, then by id. */
function byAge(one: Txn, other: Txn): number {
  return rising(one.broken_at ?? '', other.broken_at ?? '') || rising(one.txn_id, other.txn_id);
}

function gravity({ severity }: Txn): number {
  return severity === null ? GRAVEST_FIRST.length : GRAVEST_FIRST.indexOf(severity);
}

function falling(one: string, other: string): number {
  const difference = BigInt(other) - BigInt(one);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

function rising(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
