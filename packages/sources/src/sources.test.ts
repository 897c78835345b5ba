import { RefusedField } from '@tieout/core';
import { partitionOf } from '@tieout/runtime';
import type { CoreTxn, GatewayTxn, MobileTxn } from '@tieout/schemas';
import { describe, expect, it } from 'vitest';
import { core } from './core.ts';
import { gateway } from './gateway.ts';
import { mobile } from './mobile.ts';
import type { Arrival, Normaliser } from './normaliser.ts';

const CARD = '4111111111111111';

const coreRecord: CoreTxn = {
  event_id: 'e-1',
  txn_id: 'TXN1',
  event_type: 'LEDGER_POSTED',
  status: 'SUCCESS',
  amount_minor: 9_223_372_036_854_775_807n,
  currency: 'INR',
  channel: 'WEB',
  direction: 'DEBIT',
  account_ref: 'acct_77',
  posted_at: Date.UTC(2026, 0, 31),
  metadata: {},
};
const gatewayRecord: GatewayTxn = {
  event_id: 'e-2',
  txn_id: 'TXN1',
  event_type: 'PAYMENT_AUTHORIZED',
  status: 'SUCCESS',
  amount_minor: 500_000n,
  fee_minor: 1_250n,
  currency: 'INR',
  channel: 'WEB',
  rail: 'CARD',
  gateway_ref: 'gw_1',
  card_token: null,
  captured_at: Date.UTC(2026, 0, 31),
  metadata: { order: '77' },
};
const mobileRecord: MobileTxn = {
  event_id: 'e-3',
  txn_id: 'TXN1',
  event_type: 'PAYMENT_CONFIRMED',
  status: 'SUCCESS',
  amount: '100.50',
  currency: 'INR',
  client_time: '2026-01-31T14:03:22.418+05:30',
  device_id: 'dev_1',
  app_version: '7.0.1',
  metadata: {},
};

function arrivalOf(key: Buffer | string | null): Arrival {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key;
  const partition = partitionOf(bytes ?? Buffer.alloc(0), 6);
  return { key: bytes, partition, partitionCount: 6, offset: 41n, appendTime: 1_700_000_000_000 };
}

/** The code and the named field of the refusal, or 'accepted'. */
function verdictOf<Wire>(
  normaliser: Normaliser<Wire>,
  record: Wire & { txn_id: string },
  arrival: Arrival = arrivalOf(record.txn_id),
): string {
  try {
    normaliser.normalise(record, arrival);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof RefusedField)) throw error;
    expect(error.message).not.toContain(CARD);
    return `${error.code} ${error.field}`;
  }
}

describe('a record of each source', () => {
  it('becomes one shape of event, exact to the last digit', () => {
    expect(core.normalise(coreRecord, arrivalOf('TXN1'))).toEqual({
      source: 'core',
      eventId: 'e-1',
      txnId: 'TXN1',
      type: 'LEDGER_POSTED',
      status: 'SUCCESS',
      outcome: 'SUCCESS',
      amountMinor: 9_223_372_036_854_775_807n,
      currency: 'INR',
      channel: 'WEB',
      direction: 'DEBIT',
      rail: null,
      feeMinor: null,
      reference: 'acct_77',
      clientTime: null,
      eventTime: Date.UTC(2026, 0, 31),
      appendTime: 1_700_000_000_000,
      partition: partitionOf(Buffer.from('TXN1'), 6),
      offset: 41n,
    });
    expect(gateway.normalise(gatewayRecord, arrivalOf('TXN1'))).toMatchObject({
      source: 'gateway',
      outcome: 'PENDING',
      feeMinor: 1_250n,
      rail: 'CARD',
      reference: 'gw_1',
      direction: null,
    });
    expect(mobile.normalise(mobileRecord, arrivalOf('TXN1'))).toMatchObject({
      source: 'mobile',
      amountMinor: 10_050n,
      channel: null,
      clientTime: '2026-01-31T14:03:22.418+05:30',
      eventTime: Date.UTC(2026, 0, 31, 8, 33, 22, 418),
    });
  });
});

function metadataOf(entries: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: entries }, (_, i) => [`k${i}`, 'v']));
}

describe('a refusal names its code and field', () => {
  const text256 = '🪙'.repeat(256);

  it.each<[string, Partial<CoreTxn>]>([
    ['accepted', { amount_minor: 0n }],
    ['accepted', { account_ref: text256 }],
    ['accepted', { metadata: metadataOf(32) }],
    ['accepted', { posted_at: Date.UTC(2000, 0, 1) }],
    ['accepted', { posted_at: Date.UTC(2100, 0, 1) - 1 }],
    ['accepted', { event_id: 'A.z_0:9-'.repeat(8) }],
    ['INVALID_FIELD event_id', { event_id: '' }],
    ['INVALID_FIELD event_id', { event_id: 'x'.repeat(65) }],
    ['INVALID_FIELD event_id', { event_id: 'a b' }],
    ['INVALID_FIELD txn_id', { txn_id: 'TXN/1' }],
    ['INVALID_FIELD account_ref', { account_ref: `${text256}x` }],
    ['INVALID_FIELD account_ref', { account_ref: 'a\u0085' }],
    ['INVALID_FIELD account_ref', { account_ref: 'a\u0000' }],
    ['INVALID_FIELD currency', { currency: 'IN\n' }],
    ['INVALID_FIELD metadata', { metadata: metadataOf(33) }],
    ['INVALID_FIELD metadata', { metadata: { 'a\u007F': 'v' } }],
    ['INVALID_FIELD metadata.note', { metadata: { note: 'a\tb' } }],
    ['UNKNOWN_CURRENCY currency', { currency: 'inr' }],
    ['UNKNOWN_CURRENCY currency', { currency: 'XXX' }],
    ['UNKNOWN_CURRENCY currency', { currency: 'BGN' }],
    ['INVALID_AMOUNT amount_minor', { amount_minor: -1n }],
    ['INVALID_TIME posted_at', { posted_at: Date.UTC(2000, 0, 1) - 1 }],
    ['INVALID_TIME posted_at', { posted_at: Date.UTC(2100, 0, 1) }],
    ['INVALID_TIME posted_at', { posted_at: -(2 ** 63) }],
    ['PAN_LIKE value', { account_ref: CARD }],
    ['PAN_LIKE value', { metadata: { note: '4111-1111-1111-1111' } }],
    // Several at once: the first of the list.
    ['INVALID_FIELD event_id', { event_id: '', currency: '?', amount_minor: -1n, posted_at: 0 }],
    ['UNKNOWN_CURRENCY currency', { currency: '?', amount_minor: -1n, posted_at: 0, account_ref: CARD }],
    ['INVALID_AMOUNT amount_minor', { amount_minor: -1n, posted_at: 0, account_ref: CARD }],
    ['INVALID_TIME posted_at', { posted_at: 0, account_ref: CARD }],
  ])('%s for core %o', (expected, change) => {
    expect(verdictOf(core, { ...coreRecord, ...change })).toBe(expected);
  });

  it.each<[string, Partial<GatewayTxn>]>([
    ['accepted', { fee_minor: 0n, card_token: 'tok_1' }],
    ['INVALID_FIELD fee_minor', { fee_minor: -1n }],
    ['INVALID_FIELD card_token', { card_token: '\u001F' }],
    ['INVALID_FIELD gateway_ref', { gateway_ref: 'x'.repeat(257) }],
    ['INVALID_TIME captured_at', { captured_at: 0 }],
    ['PAN_LIKE value', { card_token: CARD }],
    ['PAN_LIKE value', { gateway_ref: CARD }],
  ])('%s for gateway %o', (expected, change) => {
    expect(verdictOf(gateway, { ...gatewayRecord, ...change })).toBe(expected);
  });

  it.each<[string, Partial<MobileTxn>]>([
    ['accepted', { amount: '0' }],
    ['accepted', { amount: '100.00', currency: 'JPY' }],
    ['accepted', { amount: '92233720368547758.07' }],
    ['accepted', { device_id: CARD }],
    ['INVALID_AMOUNT amount', { amount: '100.001' }],
    ['INVALID_AMOUNT amount', { amount: '100.5', currency: 'JPY' }],
    ['INVALID_AMOUNT amount', { amount: '92233720368547758.08' }],
    ['INVALID_AMOUNT amount', { amount: '-1' }],
    ['INVALID_AMOUNT amount', { amount: '1,000' }],
    ['INVALID_AMOUNT amount', { amount: '1e3' }],
    ['INVALID_AMOUNT amount', { amount: '' }],
    ['INVALID_AMOUNT amount', { amount: '١٠٠' }],
    ['INVALID_FIELD amount', { amount: '1\n' }],
    ['INVALID_FIELD device_id', { device_id: '\u0000' }],
    ['INVALID_TIME client_time', { client_time: '2026-02-30T00:00:00Z' }],
    ['INVALID_TIME client_time', { client_time: '1999-12-31T23:59:59.999Z' }],
  ])('%s for mobile %o', (expected, change) => {
    expect(verdictOf(mobile, { ...mobileRecord, ...change })).toBe(expected);
  });

  it('looks at the key before anything else in the record', () => {
    const bad = { ...coreRecord, event_id: '' };
    expect(verdictOf(core, bad, arrivalOf(null))).toBe('KEY_MISMATCH key');
    expect(verdictOf(core, bad, arrivalOf(''))).toBe('KEY_MISMATCH key');
    expect(verdictOf(core, bad, arrivalOf('TXN2'))).toBe('KEY_MISMATCH key');
    expect(verdictOf(core, bad, arrivalOf(Buffer.from([0xff])))).toBe('KEY_MISMATCH key');
    expect(verdictOf(core, { ...coreRecord, txn_id: '' }, arrivalOf(''))).toBe('KEY_MISMATCH key');
  });

  it('refuses a record that lies in another partition than its key belongs to', () => {
    const arrival = arrivalOf('TXN1');
    const elsewhere = { ...arrival, partition: (arrival.partition + 1) % 6 };
    expect(verdictOf(core, coreRecord, elsewhere)).toBe('WRONG_PARTITION partition');
  });
});
