import type { TxnCounts } from '../../api/schema.ts';
import {
  dropped,
  filterOf,
  searchOf,
  type ListField,
  type TransactionFilter,
} from '../transactions/filter.ts';

/** What breaks may be gathered by. */
export const GROUPINGS = ['reason', 'at_fault', 'assignee'] as const satisfies readonly ListField[];
export type Grouping = (typeof GROUPINGS)[number];

export function groupingOf(text: string | undefined): Grouping | null {
  return GROUPINGS.find((grouping) => grouping === text) ?? null;
}

export interface Group {
  /** A value of the field; null for those that have none and cannot be asked for by one. */
  readonly value: string | null;
  readonly count: number;
  readonly exact: boolean;
  readonly chosen: boolean;
}

/** The groups there are, most frequent first; `counts` are those of the filter without the field. */
export function groupsOf(grouping: Grouping, counts: TxnCounts, filter: TransactionFilter): readonly Group[] {
  const chosen: readonly string[] = filter[grouping];
  return counts.facets[grouping].map(({ value: found, count, exact }) => {
    const value = found ?? (grouping === 'assignee' ? 'nobody' : null);
    return { value, count, exact, chosen: value !== null && chosen.length === 1 && chosen[0] === value };
  });
}

/** The filter that shows this one group. */
export function showingGroup(
  filter: TransactionFilter,
  grouping: Grouping,
  value: string,
): TransactionFilter {
  return filterOf({ ...searchOf(dropped(filter, grouping)), [grouping]: value });
}
