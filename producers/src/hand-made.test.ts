import { describe, expect, test } from 'vitest';
import { handMadeRecord } from './hand-made.ts';

const now = new Date('2026-11-21T10:00:00.000Z');
const words = { txn: 'TXN1003', amount: '5000', status: 'SUCCESS' };

test('three words make a complete gateway event: INR, WEB, captured, dated now', () => {
  expect(handMadeRecord('gateway', words, now)).toEqual({
    source: 'gateway',
    record: {
      event_id: expect.stringMatching(/^manual-[0-9a-f-]{36}$/),
      txn_id: 'TXN1003',
      event_type: 'PAYMENT_CAPTURED',
      status: 'SUCCESS',
      amount_minor: 500_000n,
      fee_minor: 0n,
      currency: 'INR',
      channel: 'WEB',
      rail: 'CARD',
      gateway_ref: 'gw-TXN1003',
      card_token: null,
      captured_at: now.getTime(),
      metadata: {},
    },
  });
});

test('two events typed alike are two events', () => {
  const [one, other] = [handMadeRecord('core', words, now), handMadeRecord('core', words, now)];
  expect(one.record.event_id).not.toBe(other.record.event_id);
});

test.each([
  ['core', 'SUCCESS', 'LEDGER_POSTED'],
  ['core', 'FAILED', 'LEDGER_REJECTED'],
  ['core', 'REVERSED', 'LEDGER_REVERSED'],
  ['gateway', 'SUCCESS', 'PAYMENT_CAPTURED'],
  ['gateway', 'FAILED', 'PAYMENT_FAILED'],
  ['gateway', 'PENDING', 'PAYMENT_AUTHORIZED'],
  ['gateway', 'REVERSED', 'PAYMENT_REFUNDED'],
  ['mobile', 'SUCCESS', 'PAYMENT_CONFIRMED'],
  ['mobile', 'PENDING', 'PAYMENT_INITIATED'],
] as const)('%s %s is %s unless told otherwise', (source, status, type) => {
  expect(handMadeRecord(source, { ...words, status }, now).record.event_type).toBe(type);
});

test('a type, a channel and a currency that are given are taken', () => {
  const { record } = handMadeRecord(
    'core',
    { ...words, type: 'LEDGER_REVERSED', channel: 'ATM', currency: 'JPY' },
    now,
  );
  expect(record).toMatchObject({
    event_type: 'LEDGER_REVERSED',
    channel: 'ATM',
    currency: 'JPY',
    amount_minor: 5_000n,
  });
});

test('the app writes the amount in major units', () => {
  expect(handMadeRecord('mobile', { ...words, amount: '100.5' }, now).record).toMatchObject({
    amount: '100.50',
    client_time: '2026-11-21T10:00:00.000Z',
  });
});

describe('what cannot be sent is refused with what to type instead', () => {
  test.each([
    ['no transaction', { ...words, txn: '' }, /--txn TXN1003/],
    ['a transaction id of other characters', { ...words, txn: 'TXN 1' }, /1 to 64 .*not "TXN 1"/],
    [
      'an amount below a minor unit',
      { ...words, amount: '1.005' },
      /at most 2 decimals for INR.*--amount 5000\.00/,
    ],
    [
      'a decimal of a currency without',
      { ...words, amount: '1.5', currency: 'JPY' },
      /at most 0 decimals for JPY/,
    ],
    ['a negative amount', { ...words, amount: '-5' }, /not "-5"/],
    ['an amount beyond 64 bits', { ...words, amount: '99999999999999999999' }, /--amount/],
    ['an unknown currency', { ...words, currency: 'inr' }, /ISO 4217 in capitals, not "inr"/],
    ['an unknown status', { ...words, status: 'OK' }, /one of SUCCESS, FAILED, PENDING, REVERSED/],
    ["another source's type", { ...words, type: 'LEDGER_POSTED' }, /one of PAYMENT_AUTHORIZED/],
    ['an unknown channel', { ...words, channel: 'FAX' }, /one of MOBILE, WEB/],
  ])('%s', (_, wrong, message) => {
    expect(() => handMadeRecord('gateway', wrong, now)).toThrow(message);
  });

  test('a channel for the app, which tells none', () => {
    expect(() => handMadeRecord('mobile', { ...words, channel: 'WEB' }, now)).toThrow(/leave --channel out/);
  });
});
