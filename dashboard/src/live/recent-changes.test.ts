import { describe, expect, it } from 'vitest';
import { sampleTransaction } from '../testing/sample-transaction.ts';
import { furthest, reaches } from './cursor.ts';
import type { LiveChanges } from '../api/schema.ts';
import { changesSince, recentChangesFrom, remember } from './recent-changes.ts';

function batch(from: number, to: number, items = 1): LiveChanges {
  const txns = Array.from({ length: items }, (_, index) => ({
    ...sampleTransaction({ txn_id: `T${to}-${index}` }),
    previous_status: null,
  }));
  return { from: { 'lane-0': from }, to: { 'lane-0': to }, items: txns, left: 0 };
}

describe('a cursor', () => {
  it('reaches another only if it does so in every lane', () => {
    expect(reaches({ 'lane-0': 5, 'lane-1': 2 }, { 'lane-0': 5, 'lane-1': 2 })).toBe(true);
    expect(reaches({ 'lane-0': 9, 'lane-1': 1 }, { 'lane-0': 5, 'lane-1': 2 })).toBe(false);
    expect(reaches({ 'lane-0': 9 }, { 'lane-0': 5, 'lane-1': 1 })).toBe(false);
    expect(reaches({ 'lane-0': 9 }, { 'lane-0': 5, 'lane-1': 0 })).toBe(true);
  });

  it('goes on lane by lane', () => {
    expect(furthest({ 'lane-0': 9, 'lane-1': 1 }, { 'lane-0': 5, 'lane-2': 3 })).toEqual({
      'lane-0': 9,
      'lane-1': 1,
      'lane-2': 3,
    });
  });
});

describe('what the feed remembers', () => {
  it('brings a snapshot up to date that was taken before what was delivered meanwhile', () => {
    const recent = remember(remember(recentChangesFrom({ 'lane-0': 10 }), batch(10, 11)), batch(11, 12));
    expect(changesSince(recent, { 'lane-0': 10 })?.map(({ txn_id }) => txn_id)).toEqual(['T11-0', 'T12-0']);
  });

  it('refuses a snapshot older than what it remembers', () => {
    expect(changesSince(recentChangesFrom({ 'lane-0': 10 }), { 'lane-0': 9 })).toBeNull();
  });

  it('forgets the oldest first, and knows from where on it is complete', () => {
    let recent = recentChangesFrom({ 'lane-0': 0 });
    for (let to = 1; to <= 12; to += 1) recent = remember(recent, batch(to - 1, to, 500));
    expect(changesSince(recent, { 'lane-0': 1 })).toBeNull();
    expect(changesSince(recent, { 'lane-0': 2 })).toHaveLength(5_000);
  });
});
