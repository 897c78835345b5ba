import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keep } from './kept.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Answers with how often it was asked, after so many ms. */
function counting(ms: number) {
  let asked = 0;
  return async (key: string): Promise<string> => {
    asked += 1;
    const answer = `${key}${asked}`;
    await new Promise((resolve) => setTimeout(resolve, ms));
    return answer;
  };
}

async function after<T>(ms: number, answer: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(ms);
  return answer;
}

describe('an answer', () => {
  it('is read once for all who ask meanwhile, and again when it is too old to be told', async () => {
    const kept = keep({ atLeastMs: 1_000, entriesMax: 4 }, counting(10));
    const both = Promise.all([kept.get('a'), kept.get('a')]);
    expect(await after(10, both)).toEqual(['a1', 'a1']);
    await vi.advanceTimersByTimeAsync(999);
    expect(await kept.get('a')).toBe('a1');
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await after(10, kept.get('a'))).toBe('a2');
  });

  it('that took long is kept the longer, and renewed behind it: nobody waits', async () => {
    const kept = keep({ atLeastMs: 1_000, entriesMax: 4 }, counting(500));
    expect(await after(500, kept.get('a'))).toBe('a1');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await kept.get('a')).toBe('a1');
    expect(await kept.get('a')).toBe('a1');
    await vi.advanceTimersByTimeAsync(500);
    expect(await kept.get('a')).toBe('a2');
  });

  it('that could not be renewed is told until it is too old, and renewed again', async () => {
    let away = false;
    const kept = keep({ atLeastMs: 1_000, entriesMax: 4 }, () =>
      away ? Promise.reject(new Error('away')) : Promise.resolve('here'),
    );
    expect(await kept.get('a')).toBe('here');
    away = true;
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await kept.get('a')).toBe('here');
    await vi.advanceTimersByTimeAsync(100);
    expect(await kept.get('a')).toBe('here');
    await vi.advanceTimersByTimeAsync(400);
    await expect(kept.get('a')).rejects.toThrow('away');
  });

  it('that failed is not kept', async () => {
    let away = true;
    const kept = keep({ atLeastMs: 1_000, entriesMax: 4 }, () =>
      away ? Promise.reject(new Error('away')) : Promise.resolve('here'),
    );
    await expect(kept.get('a')).rejects.toThrow('away');
    away = false;
    expect(await kept.get('a')).toBe('here');
  });

  it('makes room for others: the one asked for longest ago goes', async () => {
    const kept = keep({ atLeastMs: 1_000, entriesMax: 2 }, counting(0));
    const asked = [];
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) asked.push(await after(0, kept.get(key)));
    expect(asked).toEqual(['a1', 'b2', 'a1', 'c3', 'a1', 'b4']);
  });
});
