import { describe, expect, it, test } from 'vitest';
import { nextAction } from '../rules/index.ts';
import { REASONS, SOURCES } from '../vocabulary.ts';
import type { Source, VerdictStatus } from '../vocabulary.ts';
import { lifeCycle, reasonLabel, sourceName } from './labels.ts';

test('sources have names for people', () => {
  expect(SOURCES.map(sourceName)).toEqual(['Bank', 'Gateway', 'App']);
});

test('reasons speak of sources by those names', () => {
  expect(reasonLabel('MISSING_CORE')).toBe('BANK_MISSING');
  expect(reasonLabel('MISSING_GATEWAY')).toBe('GATEWAY_MISSING');
  expect(reasonLabel('MISSING_MOBILE')).toBe('APP_MISSING');
  expect(reasonLabel('AMOUNT_MISMATCH')).toBe('AMOUNT_MISMATCH');
});

test('every reason has a next action of its own', () => {
  const actions = REASONS.map(nextAction);
  expect(new Set(actions).size).toBe(REASONS.length);
  for (const action of actions) expect(action).toMatch(/^[A-Z].*\.$/);
  expect(nextAction('TOO_MANY_EVENTS')).toContain('transaction id');
});

describe('the life cycle', () => {
  test.each<[status: VerdictStatus, sources: Source[], label: string]>([
    ['PENDING', ['core'], 'CORE_RECEIVED'],
    ['PENDING', ['gateway'], 'GATEWAY_RECEIVED'],
    ['PENDING', ['mobile'], 'MOBILE_RECEIVED'],
    ['PENDING', ['gateway', 'mobile'], 'PARTIAL'],
    ['PARTIAL', ['core', 'gateway'], 'PARTIAL'],
    ['MATCHED', ['core', 'gateway'], 'MATCHED'],
    ['MISMATCHED', ['core'], 'MISMATCHED'],
    ['RESOLVED', ['core'], 'RESOLVED'],
    ['CLOSED', ['core'], 'CLOSED'],
  ])('of %s with %j is %s', (status, sources, label) => {
    expect(lifeCycle({ status, sources })).toBe(label);
  });

  it('begins before the first event', () => {
    expect(lifeCycle(null)).toBe('INIT');
    expect(lifeCycle({ status: 'PENDING', sources: [] })).toBe('INIT');
  });
});
