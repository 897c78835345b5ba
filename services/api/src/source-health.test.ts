import type { Source } from '@tieout/core';
import { NEWEST_PER_LANE, perSource, type NewestRecord, type SourcesRead } from '@tieout/store/reading';
import { describe, expect, it } from 'vitest';
import { healthOf } from './source-health.ts';

const NOW = Date.parse('2026-03-01T09:00:00Z');

/** One record every `everyMs`, the last one `agoMs` before now. */
function feed(
  everyMs: number,
  agoMs: number,
  count: number,
  changes: Partial<NewestRecord> = {},
): NewestRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const appendTime = NOW - agoMs - index * everyMs;
    return {
      source: 'core',
      partition: 0,
      appendTime,
      eventTime: appendTime - 40,
      schemaId: 1,
      again: false,
      ...changes,
    };
  });
}

function read(newest: readonly NewestRecord[], lagMs: number): SourcesRead {
  const counts = perSource(() => ({ recent: 50, lastWeek: 100, refused: 3 }));
  return { at: NOW, progress: perSource(() => NOW - lagMs), counts, newest };
}

function bank(newest: readonly NewestRecord[], lagMs = 0) {
  const [core] = healthOf(read(newest, lagMs));
  return core;
}

describe('a source', () => {
  it('that never sent anything is not silent: nobody knows what is usual', () => {
    expect(bank([], 250)).toMatchObject({
      lastRecordAt: null,
      lateness: null,
      usualGapMs: null,
      silentSince: null,
      schemaIds: [],
      perMinute: 10,
      perMinuteLastWeek: 20,
      refusedLastHour: 3,
      lagMs: 250,
    });
  });

  it.each([
    [60_000, 5 * 60_000, false],
    [60_000, 5 * 60_000 + 1, true],
    [20, 10_000, false],
    [20, 10_001, true],
  ])('that sends every %d ms and has sent nothing for %d ms is silent: %s', (everyMs, agoMs, silent) => {
    const health = bank(feed(everyMs, agoMs, 20));
    expect(health?.usualGapMs).toBe(everyMs);
    expect(health?.silentSince).toBe(silent ? NOW - agoMs : null);
  });

  it('is not silent for as long as nobody reads what it may have sent', () => {
    expect(bank(feed(1_000, 60_000, 20), 50_001)?.silentSince).toBeNull();
    expect(bank(feed(1_000, 60_000, 20), 49_999)?.silentSince).toBe(NOW - 60_000);
  });

  it('is told by all its lanes together, from when all of each are known', () => {
    const busy = feed(10, 0, NEWEST_PER_LANE, { partition: 0 });
    const slow = feed(1_000, 5, 30, { partition: 1 });
    expect(bank([...busy, ...slow])?.usualGapMs).toBe(10);
  });

  it('says how late its events come, how many came again and which schemas they have', () => {
    const late = feed(1_000, 0, 19);
    const worst = feed(1_000, 0, 1, { eventTime: NOW - 9_000, schemaId: 4, again: true });
    expect(bank([...worst, ...late])).toMatchObject({
      lateness: { p50Ms: 40, p95Ms: 40 },
      lookedAt: 20,
      again: 1,
      schemaIds: [1, 4],
    });
    expect(bank([...worst, ...worst, ...late])?.lateness).toEqual({ p50Ms: 40, p95Ms: 9_000 });
  });

  it('is not told by the others’ records', () => {
    const others: Source[] = ['gateway', 'mobile'];
    const newest = others.flatMap((source) => feed(10, 0, 5, { source }));
    expect(healthOf(read(newest, 0)).map(({ source, lookedAt }) => [source, lookedAt])).toEqual([
      ['core', 0],
      ['gateway', 5],
      ['mobile', 5],
    ]);
  });
});
