import { describe, expect, it } from 'vitest';
import type { Lane } from '../api/schema.ts';
import { readingOf } from './reading-progress.ts';

const AT = Date.parse('2026-03-01T09:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();

function lane(lagMs: number, changes: Partial<Lane> = {}): Lane {
  return {
    lane: 'lane-0',
    lane_time: iso(AT - lagMs),
    lag_ms: lagMs,
    halted: null,
    stalled: null,
    written_at: iso(AT - 500),
    ...changes,
  };
}

const standing = (...lanes: Lane[]) => readingOf({ at: iso(AT), lanes })?.standing;

describe('how far is read', () => {
  it('is told by the lane furthest behind', () => {
    expect(readingOf({ at: iso(AT), lanes: [lane(2_000), lane(9_000), lane(2_500)] })).toEqual({
      lagMs: 9_000,
      readUpTo: AT - 9_000,
      standing: null,
    });
    expect(readingOf({ at: iso(AT), lanes: [] })).toBeNull();
  });

  it('far behind and still written is catching up, not standing', () => {
    expect(standing(lane(60_000))).toBeNull();
  });

  it('says what a lane waits for, once it is behind', () => {
    const stalled = 'Kafka does not answer';
    expect(standing(lane(10_000, { stalled }))).toBeNull();
    expect(standing(lane(2_000), lane(10_001, { stalled }))).toBe(stalled);
  });

  it('says so where nobody writes the lane any more', () => {
    expect(standing(lane(30_000, { written_at: iso(AT - 10_000) }))).toBeNull();
    expect(standing(lane(30_000, { written_at: iso(AT - 10_001) }))).toBe('no reconciler works');
  });

  it('says first which lane waits for somebody', () => {
    const halted = lane(0, { lane: 'lane-2', halted: 'the log is shorter' });
    expect(standing(lane(30_000, { stalled: 'Kafka does not answer' }), halted)).toBe(
      'lane-2 stands still: the log is shorter',
    );
  });
});
