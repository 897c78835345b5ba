import { describe, expect, it } from 'vitest';
import { InvalidRequest } from './http/problem.ts';
import { queryOf } from './http/validate.ts';
import { checkSort, filterOf, listName, TxnQuery } from './list-query.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const asked = (query: Record<string, string>) => queryOf(TxnQuery, { query });
const filter = (query: Record<string, string>) => filterOf(asked(query), NOW);
function refused(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidRequest) return error.fields.map(({ field }) => field);
    throw error;
  }
  return [];
}

describe('the filter of a list', () => {
  it('takes any of these and none of those', () => {
    expect(filter({ reason: 'MISSING_CORE,AMOUNT_MISMATCH', not_reason: 'FX_ADJUSTMENT' }).reason).toEqual({
      in: ['MISSING_CORE', 'AMOUNT_MISMATCH'],
      notIn: ['FX_ADJUSTMENT'],
    });
    expect(filter({ at_fault: 'none,core' }).atFault?.in).toEqual([null, 'core']);
  });

  it.each([
    [{ assignee: 'ann,bob' }, { in: ['ann', 'bob'], notIn: undefined }],
    [{ unassigned: 'true' }, { in: [null], notIn: undefined }],
    [
      { unassigned: 'true', assignee: 'ann' },
      { in: ['ann', null], notIn: undefined },
    ],
    [{ unassigned: 'false' }, { in: undefined, notIn: [null] }],
    [
      { unassigned: 'false', not_assignee: 'ann' },
      { in: undefined, notIn: ['ann', null] },
    ],
  ])('%j asks for people %j', (query, choice) => {
    expect(filter(query).assignee).toEqual(choice);
  });

  it('counts ages from now', () => {
    const { brokenBefore, brokenAfter } = filter({ older_than: '90s', younger_than: '2d' });
    expect([brokenBefore, brokenAfter]).toEqual([NOW - 90_000, NOW - 2 * 86_400_000]);
  });

  it('leaves out what is folded, by source and time', () => {
    const fold = 'core/2026-03-01T09:00:00.000Z/2026-03-01T09:35:00.000Z';
    expect(filter({ folded: fold }).folded).toEqual([
      { missing: 'core', from: Date.UTC(2026, 2, 1, 9), to: Date.UTC(2026, 2, 1, 9, 35) },
    ]);
    expect(refused(() => filter({ folded: fold.replace('03-01', '13-01') }))).toEqual(['folded']);
    expect(refused(() => filter({ folded: fold.replace('core', 'bank') }))).toEqual(['folded']);
  });

  it('compares amounts in one currency only', () => {
    expect(filter({ currency: 'INR', amount_min: '9223372036854775807' }).amountMin).toBe(
      9_223_372_036_854_775_807n,
    );
    expect(refused(() => filter({ amount_min: '1' }))).toEqual(['amount_min']);
    expect(refused(() => filter({ currency: 'INR,USD', amount_min: '1', amount_max: '2' }))).toEqual([
      'amount_min',
      'amount_max',
    ]);
  });

  it.each([
    { older_than: '0h' },
    { older_than: '1w' },
    { amount_max: '1.5' },
    { amount_max: '-1' },
    { assignee: '\u0000' },
    { sort: 'amount' },
    { unassigned: 'yes' },
    { at_fault: 'nobody' },
  ])('refuses %j by name', (query) => {
    expect(refused(() => asked(query))).toEqual(Object.keys(query));
  });
});

describe('the order of a list', () => {
  it.each(['severity', 'age'] as const)('by %s is one of breaks', (sort) => {
    expect(refused(() => checkSort(sort, filter({ status: 'MISMATCHED' })))).toEqual([]);
    for (const query of [{}, { status: 'MISMATCHED,RESOLVED' }, { reason: 'MISSING_CORE' }])
      expect(refused(() => checkSort(sort, filter(query)))).toEqual(['sort']);
  });

  it.each(['at_risk', 'discrepancy'] as const)('by %s is one of breaks in one currency', (sort) => {
    expect(refused(() => checkSort(sort, filter({ status: 'MISMATCHED', currency: 'INR' })))).toEqual([]);
    for (const query of [
      { status: 'MISMATCHED' },
      { status: 'MISMATCHED', currency: 'INR,USD' },
      { currency: 'INR' },
    ])
      expect(refused(() => checkSort(sort, filter(query)))).toEqual(['sort']);
  });
});

describe('the name of a list', () => {
  it('is the same for each of its pages, and another for another filter or order', () => {
    const name = listName(asked({ status: 'MATCHED' }));
    expect(listName(asked({ status: 'MATCHED', limit: '5', cursor: 'abc' }))).toBe(name);
    const others = [
      { status: 'PENDING' },
      { not_status: 'MATCHED' },
      { status: 'MATCHED', sort: 'age' },
      { q: 'MATCHED' },
    ];
    expect(new Set(others.map((query) => listName(asked(query)))).add(name).size).toBe(5);
  });
});
