import type { RuleSetRow } from '../evidence.ts';

/** In force at this time: what judges a transaction by its first event, and what people may do by lane time. */
export function rulesAt(ruleSets: readonly RuleSetRow[], time: number): RuleSetRow {
  const inForce = ruleSets.filter(({ effectiveFrom }) => effectiveFrom <= time);
  const [newest] = inForce.toSorted((a, b) => b.version - a.version);
  if (newest === undefined) throw new RangeError(`no rules were in force at ${new Date(time).toISOString()}`);
  return newest;
}
