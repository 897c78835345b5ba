import { describe, expect, it } from 'vitest';
import {
  addressOf,
  isChanged,
  nameProblem,
  parseViews,
  withoutView,
  withView,
  type SavedView,
} from './saved-view.ts';

const late: SavedView = {
  id: 'a1',
  list: '/breaks',
  name: 'Bank late',
  search: { missing: 'core', sort: 'age', columns: 'id,age' },
};

describe('a saved view', () => {
  it('comes back from what was stored, without what nobody knows and what stood open beside it', () => {
    const stored = [
      { ...late, search: { ...late.search, colour: 'red', peek: 'TXN1003', view: 'b2' } },
      { ...late, list: '/elsewhere' },
      { id: 'c3', list: '/breaks', name: '' },
      'nothing',
    ];
    expect(parseViews(JSON.stringify(stored))).toEqual([late]);
    expect(parseViews('{broken')).toEqual([]);
    expect(parseViews('{}')).toEqual([]);
    expect(parseViews(null)).toEqual([]);
  });

  it('is an address that says all of it, and which view it is', () => {
    expect(addressOf(late)).toEqual({ missing: 'core', sort: 'age', columns: 'id,age', view: 'a1' });
  });

  it('is changed by filter, order, groups and columns, not by what stands open', () => {
    const search = addressOf(late);
    expect(isChanged(late, { ...search, peek: 'TXN1003' })).toBe(false);
    expect(isChanged(late, { ...search, missing: 'core,gateway' })).toBe(true);
    expect(isChanged(late, { ...search, sort: 'severity' })).toBe(true);
    expect(isChanged(late, { ...search, group: 'reason' })).toBe(true);
    expect(isChanged(late, { ...search, columns: 'id' })).toBe(true);
  });

  it('has a name that no other of its list has', () => {
    expect(nameProblem([late], '/breaks', ' bank LATE ', null)).toBe('Another view of yours has this name');
    expect(nameProblem([late], '/breaks', 'Bank late', late)).toBeNull();
    expect(nameProblem([late], '/transactions', 'Bank late', null)).toBeNull();
    expect(nameProblem([], '/breaks', '  ', null)).toBe('A view needs a name');
    expect(nameProblem([], '/breaks', 'x'.repeat(41), null)).toBe('A name has at most 40 characters');
  });

  it('is replaced where it stands, added at the end, and taken out', () => {
    const other = { ...late, id: 'b2', name: 'Other' };
    const renamed = { ...late, name: 'Renamed' };
    expect(withView([late, other], renamed)).toEqual([renamed, other]);
    expect(withView([late], other)).toEqual([late, other]);
    expect(withoutView([late, other], renamed)).toEqual([other]);
  });
});
