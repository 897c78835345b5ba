import { describe, expect, it } from 'vitest';
import { sampleLeg, sampleTransaction } from '../testing/sample-transaction.ts';
import { verdictNote, verdictSentence } from './sentence.ts';

const now = Date.parse('2026-11-21T14:03:30.300Z');
const told = (change: Parameters<typeof sampleTransaction>[0]): string =>
  verdictSentence(sampleTransaction(change), 'en', now);

describe('the verdict as a sentence', () => {
  it('names the parties, the figures and who is short', () => {
    const legs = {
      core: sampleLeg('core', { amount_minor: '450000' }),
      gateway: sampleLeg('gateway'),
      mobile: null,
    };
    expect(told({ status: 'MISMATCHED', reasons: ['AMOUNT_MISMATCH'], legs })).toBe(
      'Gateway captured INR 5,000.00, bank posted INR 4,500.00: bank is INR 500.00 short.',
    );
  });

  it('says over where the bank has more', () => {
    const legs = {
      core: sampleLeg('core', { amount_minor: '500001' }),
      gateway: sampleLeg('gateway'),
      mobile: null,
    };
    expect(told({ status: 'MISMATCHED', reasons: ['FX_ADJUSTMENT'], legs })).toContain(
      'bank is INR 0.01 over.',
    );
  });

  it('blames the app where the books agree', () => {
    const legs = {
      core: sampleLeg('core'),
      gateway: sampleLeg('gateway'),
      mobile: sampleLeg('mobile', { amount_minor: '400000' }),
    };
    expect(told({ status: 'MISMATCHED', reasons: ['AMOUNT_MISMATCH'], legs })).toContain(
      'app is INR 1,000.00 short.',
    );
  });

  it('names every source that is missing', () => {
    const legs = { core: null, gateway: sampleLeg('gateway'), mobile: null };
    expect(
      told({
        status: 'MISMATCHED',
        reasons: ['MISSING_CORE', 'MISSING_MOBILE'],
        missing: ['core', 'mobile'],
        legs,
      }),
    ).toBe('Gateway captured INR 5,000.00: nothing from bank and app.');
  });

  it('says what is waited for, and for how much longer', () => {
    const legs = { core: null, gateway: sampleLeg('gateway'), mobile: null };
    expect(told({ status: 'PENDING', missing: ['core'], legs })).toBe(
      'Gateway captured INR 5,000.00: waiting for bank, due in 50 s.',
    );
    expect(
      told({ status: 'PENDING', missing: ['core'], legs, deadline_at: '2026-11-21T14:03:30.000Z' }),
    ).toBe('Gateway captured INR 5,000.00: waiting for bank.');
  });

  it('says how far the booking times are apart, and which came first', () => {
    const legs = {
      core: sampleLeg('core', { event_time: '2026-11-21T14:13:20.000Z' }),
      gateway: sampleLeg('gateway'),
      mobile: null,
    };
    expect(told({ status: 'MISMATCHED', reasons: ['TIMESTAMP_MISMATCH'], legs })).toContain(
      'bank booked it 10 min after the gateway.',
    );
  });

  it('is calm when all ties out', () => {
    expect(told({})).toBe('Gateway captured INR 5,000.00, bank posted INR 5,000.00: they agree.');
  });
});

describe('the verdict as a note to the other party', () => {
  it('has the ids, references and times it needs to find the payment', () => {
    const legs = {
      core: sampleLeg('core', { amount_minor: '450000', reference: 'LEDGER-7' }),
      gateway: sampleLeg('gateway'),
      mobile: null,
    };
    const txn = sampleTransaction({ status: 'MISMATCHED', reasons: ['AMOUNT_MISMATCH'], legs });
    expect(verdictNote(txn, 'en', now)).toBe(
      [
        'TXN1001: Gateway captured INR 5,000.00, bank posted INR 4,500.00: bank is INR 500.00 short.',
        'Bank: event core-1, reference LEDGER-7, 2026-11-21T14:03:20.000Z',
        'Gateway: event gateway-1, 2026-11-21T14:03:20.000Z',
      ].join('\n'),
    );
  });
});
