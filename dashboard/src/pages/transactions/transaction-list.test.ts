import { describe, expect, it } from 'vitest';
import type { Txn } from '../../api/schema.ts';
import { sampleTransaction } from '../../testing/sample-transaction.ts';
import { filterOf } from './filter.ts';
import type { Sort } from './list-order.ts';
import {
  changed,
  EMPTY_PAGES_MAX,
  emptyList,
  extended,
  FAREWELL_MS,
  hasMore,
  isResting,
  loaded,
  NOTHING_ASKED,
  released,
  ROWS_MAX,
  wakened,
  type Asked,
  type TransactionList,
} from './transaction-list.ts';

const FIRST = Date.parse('2026-11-21T14:00:00.000Z');

/** Transaction number n, first seen n seconds after the first. */
function numbered(n: number, change: Partial<Txn> = {}): Txn {
  const id = `T${String(n).padStart(6, '0')}`;
  return sampleTransaction({
    txn_id: id,
    first_seen_at: new Date(FIRST + n * 1000).toISOString(),
    ...change,
  });
}

const asked = (search: Record<string, string>, sort: Sort = 'time'): Asked => ({
  ...NOTHING_ASKED,
  filter: filterOf(search),
  sort,
});

function listOf(numbers: readonly number[], nextCursor: string | null = null): TransactionList {
  return loaded(NOTHING_ASKED, {
    items: numbers.map((n) => numbered(n)),
    next_cursor: nextCursor,
    looked_to: null,
    as_of: {},
  });
}

/** What a list does that nobody holds: take, and let in. */
const following = (list: TransactionList, items: readonly Txn[], at: number): TransactionList =>
  released(changed(list, items, at), at, FAREWELL_MS);

const ids = (list: TransactionList): number[] => list.rows.map(({ txn }) => Number(txn.txn_id.slice(1)));

describe('a list that follows', () => {
  it('lets new transactions in where they belong, newest first', () => {
    const list = following(listOf([5, 3, 1]), [numbered(4), numbered(6), numbered(2)], 0);
    expect(ids(list)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('replaces a shown row in place and says when', () => {
    const list = following(listOf([5, 3]), [numbered(3, { revision: 2, status: 'MISMATCHED' })], 77);
    expect(ids(list)).toEqual([5, 3]);
    expect(list.rows[1]).toMatchObject({ changedAt: 77, txn: { status: 'MISMATCHED' } });
    expect(list.rows[0]?.changedAt).toBe(0);
  });

  it('never lets an older revision take the place of a newer one', () => {
    const newer = following(listOf([3]), [numbered(3, { revision: 5, status: 'MISMATCHED' })], 0);
    const list = following(newer, [numbered(3, { revision: 4, status: 'PENDING' })], 9);
    expect(list.rows[0]?.txn.revision).toBe(5);
    expect(list.rows[0]?.changedAt).toBe(0);
  });

  it('takes the last word of a batch that names a transaction twice, however they are ordered', () => {
    const [second, third] = [numbered(9, { revision: 2 }), numbered(9, { revision: 3 })];
    expect(following(emptyList(NOTHING_ASKED), [second, third], 0).rows[0]?.txn.revision).toBe(3);
    expect(following(emptyList(NOTHING_ASKED), [third, second], 0).rows[0]?.txn.revision).toBe(3);
  });

  it('lets in only what fits, also what comes to fit later', () => {
    const filter = asked({ status: 'MISMATCHED' });
    const list = following(emptyList(filter), [numbered(1, { status: 'PENDING' })], 0);
    expect(ids(list)).toEqual([]);
    expect(ids(following(list, [numbered(1, { status: 'MISMATCHED', revision: 2 })], 0))).toEqual([1]);
  });

  it('keeps a row that stopped fitting for a moment, then lets it go', () => {
    const filter = asked({ status: 'MATCHED' });
    const page = { items: [numbered(2), numbered(1)], next_cursor: null, looked_to: null, as_of: {} };
    const list = following(loaded(filter, page), [numbered(2, { revision: 2, status: 'MISMATCHED' })], 1_000);
    expect(ids(list)).toEqual([2, 1]);
    expect(ids(following(list, [], 1_000 + FAREWELL_MS - 1))).toEqual([2, 1]);
    expect(ids(following(list, [], 1_000 + FAREWELL_MS))).toEqual([1]);
  });

  it('leaves to their own page what is older than its last row', () => {
    const list = listOf([5, 3], 'next');
    expect(ids(following(list, [numbered(2)], 0))).toEqual([5, 3]);
    expect(ids(following(listOf([5, 3]), [numbered(2)], 0))).toEqual([5, 3, 2]);
  });

  it('holds no more rows than its limit, and still knows there are older ones', () => {
    const many = Array.from({ length: ROWS_MAX }, (_, index) => ROWS_MAX - index);
    const list = following(listOf(many), [numbered(ROWS_MAX + 1)], 0);
    expect(list.rows).toHaveLength(ROWS_MAX);
    expect(ids(list)[0]).toBe(ROWS_MAX + 1);
    expect(ids(list).at(-1)).toBe(2);
    expect(list.trimmed).toBe(true);
    expect(hasMore(list)).toBe(true);
  });
});

describe('a list that is held', () => {
  it('moves no row: what is new waits and is counted', () => {
    const list = changed(listOf([5, 3]), [numbered(6), numbered(4)], 0);
    expect(ids(list)).toEqual([5, 3]);
    expect(list.waiting.size).toBe(2);
  });

  it('still updates the rows in sight', () => {
    const list = changed(listOf([5, 3]), [numbered(5, { revision: 2, status: 'PARTIAL' })], 8);
    expect(list.rows[0]).toMatchObject({ changedAt: 8, txn: { status: 'PARTIAL' } });
  });

  it('keeps the latest of what waits, and forgets what no longer fits', () => {
    const filter = asked({ status: 'PENDING' });
    const held = changed(emptyList(filter), [numbered(7, { status: 'PENDING' })], 0);
    expect(held.waiting.size).toBe(1);
    expect(changed(held, [numbered(7, { status: 'MATCHED', revision: 2 })], 0).waiting.size).toBe(0);
  });

  it('lets in all that waits once released, and lets go of what does not fit', () => {
    const filter = asked({ status: 'MATCHED' });
    const page = { items: [numbered(5), numbered(3)], next_cursor: null, looked_to: null, as_of: {} };
    const held = changed(
      loaded(filter, page),
      [numbered(6), numbered(3, { revision: 2, status: 'PARTIAL' })],
      50,
    );
    expect(ids(held)).toEqual([5, 3]);
    expect(ids(released(held, 51))).toEqual([6, 5]);
    expect(released(held, 51).waiting.size).toBe(0);
  });

  it('says so when more waits than it keeps', () => {
    const many = Array.from({ length: ROWS_MAX + 10 }, (_, index) => numbered(index));
    const list = changed(emptyList(NOTHING_ASKED), many, 0);
    expect(list.overflowed).toBe(true);
    expect(list.waiting.size).toBe(ROWS_MAX);
    expect(list.waiting.has(numbered(0).txn_id)).toBe(false);
  });
});

describe('a further page', () => {
  it('goes to the end and doubles nothing', () => {
    const page = { items: [numbered(3), numbered(2)], next_cursor: 'more', looked_to: null, as_of: {} };
    const list = extended(listOf([5, 3], 'next'), page);
    expect(ids(list)).toEqual([5, 3, 2]);
    expect(list.nextCursor).toBe('more');
  });

  it('is asked for by somebody once so many in a row brought nothing', () => {
    const nothing = { items: [], next_cursor: 'more', looked_to: new Date(FIRST).toISOString(), as_of: {} };
    let list = listOf([5], 'next');
    for (let n = 1; n < EMPTY_PAGES_MAX; n++) list = extended(list, nothing);
    expect(isResting(list)).toBe(false);
    list = extended(list, nothing);
    expect(isResting(list)).toBe(true);
    expect(list.lookedTo).toBe(nothing.looked_to);
    expect(isResting(wakened(list))).toBe(false);
    expect(isResting(extended(list, { ...nothing, items: [numbered(4)] }))).toBe(false);
    expect(isResting(extended(list, { ...nothing, next_cursor: null }))).toBe(false);
  });
});

const broken = (n: number, change: Partial<Txn> = {}): Txn =>
  numbered(n, {
    status: 'MISMATCHED',
    severity: 'medium',
    broken_at: new Date(FIRST + n * 1000).toISOString(),
    ...change,
  });
const page = (items: Txn[]) => ({ items, next_cursor: null, looked_to: null, as_of: {} });

describe('a list of breaks', () => {
  it('has the gravest first, and of these the oldest', () => {
    const list = following(
      loaded(asked({}, 'severity'), page([broken(1)])),
      [broken(3), broken(2, { severity: 'critical' }), broken(0), broken(4, { severity: 'low' })],
      0,
    );
    expect(ids(list)).toEqual([2, 0, 1, 3, 4]);
  });

  it('has what is most at risk first, by whole amounts', () => {
    const list = following(
      emptyList(asked({}, 'at_risk')),
      [broken(1, { at_risk_minor: '900' }), broken(2, { at_risk_minor: '123456789012345678901' })],
      0,
    );
    expect(ids(list)).toEqual([2, 1]);
  });

  it('moves a row that has become graver only once it is let go of', () => {
    const list = loaded(asked({}, 'severity'), page([broken(1), broken(2)]));
    const graver = changed(list, [broken(2, { severity: 'critical', revision: 2 })], 9);
    expect(ids(graver)).toEqual([1, 2]);
    expect(ids(released(graver, 10))).toEqual([2, 1]);
  });

  it('begins anew rather than forget what no cursor leads to', () => {
    const many = Array.from({ length: ROWS_MAX }, (_, index) => broken(index));
    const list = following(loaded(asked({}, 'age'), page(many)), [broken(ROWS_MAX)], 0);
    expect(list.overflowed).toBe(true);
    expect(list.trimmed).toBe(false);
  });
});

describe('a list of named transactions', () => {
  const named: Asked = {
    ...NOTHING_ASKED,
    ids: new Map([
      ['T000003', 0],
      ['T000009', 1],
      ['T000001', 2],
    ]),
  };

  it('keeps their order and takes no others, whatever happens to them', () => {
    const known = { items: [numbered(3), numbered(1)], next_cursor: null, looked_to: null, as_of: {} };
    const list = following(loaded(named, known), [numbered(9), numbered(5), numbered(1, { revision: 2 })], 7);
    expect(ids(list)).toEqual([3, 9, 1]);
    expect(list.rows[2]?.changedAt).toBe(7);
  });
});
