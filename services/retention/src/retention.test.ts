import { createLogger } from '@tieout/runtime';
import type { RetentionTurn } from '@tieout/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retentionEnv } from './env.ts';
import { Turns } from './turns.ts';

const URL = { DATABASE_URL: 'postgres://owner@127.0.0.1/tieout' };

describe('the settings', () => {
  it('keep everything unless told otherwise', () => {
    expect(retentionEnv(URL).retention).toEqual({ rawDays: null, auditDays: null });
  });

  it.each([
    [{ RETENTION_DAYS_RAW: '90' }, { rawDays: 90, auditDays: null }],
    [
      { RETENTION_DAYS_RAW: '90', RETENTION_DAYS_AUDIT: '90' },
      { rawDays: 90, auditDays: 90 },
    ],
    [{ RETENTION_DAYS_RAW: 'keep' }, { rawDays: null, auditDays: null }],
  ])('%o', (settings, retention) => {
    expect(retentionEnv({ ...URL, ...settings }).retention).toEqual(retention);
  });

  it.each([
    [{ RETENTION_DAYS_RAW: '1' }, /RETENTION_DAYS_RAW/],
    [{ RETENTION_DAYS_RAW: 'never' }, /RETENTION_DAYS_RAW/],
    [{ RETENTION_DAYS_AUDIT: '90' }, /must not be shorter/],
    [{ RETENTION_DAYS_RAW: '91', RETENTION_DAYS_AUDIT: '90' }, /must not be shorter/],
  ])('%o are refused', (settings, message) => {
    expect(() => retentionEnv({ ...URL, ...settings })).toThrow(message);
  });
});

describe('the turns', () => {
  const logger = createLogger({ process: 'test', level: 'fatal' });
  const fine: RetentionTurn = { detached: [], waiting: null };
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 23, 30) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function turning(answers: readonly (RetentionTurn | Error)[]): { turns: Turns; days: string[] } {
    const days: string[] = [];
    const turns = new Turns({
      everyMs: 3_600_000,
      now: Date.now,
      logger,
      turn: (today) => {
        const answer = answers[days.length] ?? fine;
        days.push(today);
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    });
    turns.start();
    return { turns, days };
  }

  it('come at once and every hour, each with the day it is', async () => {
    const { turns, days } = turning([]);
    await turns.settled();
    expect(turns.trouble).toBeNull();
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    expect(days).toEqual(['2026-11-21', '2026-11-22', '2026-11-22']);
    turns.stop();
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    expect(days).toHaveLength(3);
  });

  it('come again after a minute where one failed or days wait, and say so', async () => {
    const { turns, days } = turning([new Error('no server'), { detached: [], waiting: 'a verification' }]);
    await turns.settled();
    expect(turns.trouble).toContain('no server');
    expect(turns.lastDoneAt).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(turns.trouble).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(days).toHaveLength(3);
    turns.stop();
  });
});
