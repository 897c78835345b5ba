import { describe, expect, it } from 'vitest';
import { sampleLeg, sampleTransaction } from '../testing/sample-transaction.ts';
import { signedDifference, slotsInWords, slotsOf } from './legs.ts';

const slots = (change: Parameters<typeof sampleTransaction>[0]): string =>
  slotsInWords(slotsOf(sampleTransaction(change)));

describe('the three slots of a row', () => {
  it('agree where the legs do, and say who was never expected', () => {
    expect(slots({})).toBe('Bank agrees, Gateway agrees, App not expected');
  });

  it('mark the leg at fault, and no other', () => {
    const legs = {
      core: sampleLeg('core', { amount_minor: '450000' }),
      gateway: sampleLeg('gateway'),
      mobile: sampleLeg('mobile'),
    };
    expect(slots({ reasons: ['AMOUNT_MISMATCH'], at_fault: 'core', legs })).toBe(
      'Bank differs, Gateway agrees, App agrees',
    );
  });

  it('hold the others against the bank where nobody is at fault', () => {
    const legs = {
      core: sampleLeg('core', { amount_minor: '450000' }),
      gateway: sampleLeg('gateway'),
      mobile: null,
    };
    expect(slots({ reasons: ['AMOUNT_MISMATCH'], legs })).toBe(
      'Bank agrees, Gateway differs, App not expected',
    );
  });

  it('take FAILED and REVERSED as agreeing: nothing stands in either', () => {
    const legs = {
      core: sampleLeg('core', { outcome: 'REVERSED' }),
      gateway: sampleLeg('gateway', { outcome: 'FAILED' }),
      mobile: sampleLeg('mobile'),
    };
    expect(slots({ reasons: ['STATUS_MISMATCH'], legs })).toBe('Bank agrees, Gateway agrees, App differs');
  });

  it('tell a source that is overdue from one that still has time', () => {
    const legs = { core: null, gateway: sampleLeg('gateway'), mobile: null };
    expect(slots({ missing: ['core'], legs })).toBe('Bank not here yet, Gateway agrees, App not expected');
    expect(slots({ missing: ['core', 'mobile'], reasons: ['MISSING_CORE'], legs })).toBe(
      'Bank missing, Gateway agrees, App not here yet',
    );
  });

  it('say pending of a leg that is not final', () => {
    const legs = {
      core: sampleLeg('core', { outcome: 'PENDING' }),
      gateway: sampleLeg('gateway'),
      mobile: null,
    };
    expect(slots({ legs })).toContain('Bank pending');
  });
});

describe('the difference of a row', () => {
  it('is gateway − bank, signed and exact', () => {
    const { legs } = sampleTransaction();
    expect(
      signedDifference({ ...legs, core: sampleLeg('core', { amount_minor: '9223372036854775807' }) }),
    ).toBe('-9223372036854275807');
    expect(signedDifference(legs)).toBe('0');
  });

  it('is unknown without both books or over currencies', () => {
    const { legs } = sampleTransaction();
    expect(signedDifference({ ...legs, core: null })).toBeNull();
    expect(signedDifference({ ...legs, core: sampleLeg('core', { currency: 'USD' }) })).toBeNull();
  });
});
