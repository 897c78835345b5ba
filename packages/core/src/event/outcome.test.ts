import { expect, test } from 'vitest';
import { outcomeOf } from './outcome.ts';

test.each([
  // type, then the outcome for SUCCESS, FAILED, PENDING, REVERSED
  ['LEDGER_POSTED', 'SUCCESS', 'FAILED', 'PENDING', 'REVERSED'],
  ['LEDGER_REVERSED', 'REVERSED', 'IGNORED', 'PENDING', 'REVERSED'],
  ['LEDGER_REJECTED', 'FAILED', 'FAILED', 'PENDING', 'FAILED'],
  ['PAYMENT_AUTHORIZED', 'PENDING', 'FAILED', 'PENDING', 'FAILED'],
  ['PAYMENT_CAPTURED', 'SUCCESS', 'FAILED', 'PENDING', 'REVERSED'],
  ['PAYMENT_FAILED', 'FAILED', 'FAILED', 'PENDING', 'FAILED'],
  ['PAYMENT_REFUNDED', 'REVERSED', 'IGNORED', 'PENDING', 'REVERSED'],
  ['PAYMENT_INITIATED', 'PENDING', 'FAILED', 'PENDING', 'FAILED'],
  ['PAYMENT_CONFIRMED', 'SUCCESS', 'FAILED', 'PENDING', 'REVERSED'],
] as const)('%s means %s, %s, %s or %s by its status', (type, success, failed, pending, reversed) => {
  expect(outcomeOf(type, 'SUCCESS')).toBe(success);
  expect(outcomeOf(type, 'FAILED')).toBe(failed);
  expect(outcomeOf(type, 'PENDING')).toBe(pending);
  expect(outcomeOf(type, 'REVERSED')).toBe(reversed);
});
