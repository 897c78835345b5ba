import { describe, expect, it } from 'vitest';
import { sampleTransaction } from '../../testing/sample-transaction.ts';
import { foldTexts, isFolded } from './fold.ts';

const fold = {
  missing: 'core',
  from: '2026-11-21T14:00:00.000Z',
  to: '2026-11-21T14:05:00.000Z',
} as const;
const seen = (first_seen_at: string, missing: readonly ('core' | 'gateway' | 'mobile')[]) => ({
  ...sampleTransaction({}),
  first_seen_at,
  missing: [...missing],
});

describe('a fold', () => {
  it('stands for what misses its source alone, from its beginning up to its end', () => {
    expect(isFolded([fold], seen('2026-11-21T14:00:00.000Z', ['core']))).toBe(true);
    expect(isFolded([fold], seen('2026-11-21T14:04:59.999Z', ['core']))).toBe(true);
    expect(isFolded([fold], seen('2026-11-21T14:05:00.000Z', ['core']))).toBe(false);
    expect(isFolded([fold], seen('2026-11-21T13:59:59.999Z', ['core']))).toBe(false);
    expect(isFolded([fold], seen('2026-11-21T14:01:00.000Z', ['core', 'mobile']))).toBe(false);
    expect(isFolded([fold], seen('2026-11-21T14:01:00.000Z', ['gateway']))).toBe(false);
    expect(isFolded([], seen('2026-11-21T14:01:00.000Z', ['core']))).toBe(false);
  });

  it('is asked for as the API names it', () => {
    expect(foldTexts([fold])).toEqual(['core/2026-11-21T14:00:00.000Z/2026-11-21T14:05:00.000Z']);
  });
});
