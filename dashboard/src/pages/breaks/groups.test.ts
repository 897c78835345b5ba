import { describe, expect, it } from 'vitest';
import type { TxnCounts } from '../../api/schema.ts';
import { filterOf } from '../transactions/filter.ts';
import { groupingOf, groupsOf, showingGroup } from './groups.ts';

const counts: TxnCounts = {
  total: { count: 5, exact: true },
  facets: {
    status: [],
    reason: [],
    severity: [],
    missing: [],
    at_fault: [
      { value: 'core', count: 3, exact: true },
      { value: null, count: 2, exact: true },
    ],
    channel: [],
    currency: [],
    work_state: [],
    assignee: [
      { value: null, count: 4, exact: true },
      { value: 'ravi', count: 1, exact: true },
    ],
  },
  at_risk: [],
  histogram: { width_s: 60, buckets: [] },
  covered_from: null,
  as_of: {},
};

const shown = (search: Record<string, string>) =>
  groupsOf('at_fault', counts, filterOf(search)).map(({ chosen }) => chosen);

describe('groups of breaks', () => {
  it('are asked for by their value; nobody is an owner to ask for, no culprit is none', () => {
    expect(groupsOf('assignee', counts, filterOf({})).map(({ value }) => value)).toEqual(['nobody', 'ravi']);
    expect(groupsOf('at_fault', counts, filterOf({})).map(({ value }) => value)).toEqual(['core', null]);
  });

  it('know which of them is shown', () => {
    expect(shown({ at_fault: 'core' })).toEqual([true, false]);
    expect(shown({ at_fault: 'core,gateway' })).toEqual([false, false]);
  });

  it('leave the rest of the filter as it is', () => {
    const filter = filterOf({ severity: 'high', assignee: 'me' });
    expect(showingGroup(filter, 'assignee', 'nobody')).toEqual(
      filterOf({ severity: 'high', assignee: 'nobody' }),
    );
  });

  it('take only what breaks can be gathered by from an address', () => {
    expect(groupingOf('reason')).toBe('reason');
    expect(groupingOf('channel')).toBeNull();
    expect(groupingOf(undefined)).toBeNull();
  });
});
