import { describe, expect, it } from 'vitest';
import {
  SLA_MS,
  appReversed,
  authorized,
  captured,
  confirmed,
  initiated,
  overdue,
  posted,
  refunded,
  verdictAt,
} from '../testing/payment.ts';

describe('a source that is expected and silent', () => {
  it('is missing once the deadline has passed', () => {
    expect(verdictAt(SLA_MS - 1, captured())).toMatchObject({
      status: 'PENDING',
      reasons: [],
      missing: ['core'],
    });
    expect(verdictAt(SLA_MS, captured())).toMatchObject({ status: 'MISMATCHED', reasons: ['MISSING_CORE'] });
    expect(verdictAt(SLA_MS, refunded()).reasons).toEqual(['MISSING_CORE']);
    expect(verdictAt(SLA_MS, posted())).toMatchObject({ reasons: ['MISSING_GATEWAY'], missing: ['gateway'] });
  });

  it('may be the app, or both books', () => {
    const viaApp = { channel: 'MOBILE' } as const;
    expect(overdue(posted(viaApp), captured(viaApp)).reasons).toEqual(['MISSING_MOBILE']);
    expect(overdue(confirmed()).reasons).toEqual(['MISSING_CORE', 'MISSING_GATEWAY']);
    expect(overdue(appReversed()).reasons).toEqual(['MISSING_CORE', 'MISSING_GATEWAY']);
  });

  it('does not count as missing where the policy does not expect it', () => {
    expect(overdue(posted({ channel: 'BRANCH' })).reasons).toEqual([]);
    expect(overdue(posted(), captured()).reasons).toEqual([]);
  });

  it('does not count as missing where no money moved', () => {
    expect(overdue(initiated()).reasons).toEqual([]);
    expect(overdue(authorized()).reasons).toEqual(['STUCK_PENDING']);
  });

  it('is missing in time for two others that agree, without a reason yet', () => {
    const viaApp = { channel: 'MOBILE' } as const;
    const events = [posted(viaApp), captured(viaApp)];
    expect(verdictAt(SLA_MS - 1, ...events)).toMatchObject({
      status: 'PARTIAL',
      reasons: [],
      missing: ['mobile'],
    });
    expect(verdictAt(SLA_MS, ...events).reasons).toEqual(['MISSING_MOBILE']);
  });
});

describe('gravity', () => {
  it('of a missing book is the largest amount: critical from the threshold on, else high', () => {
    expect(overdue(captured({ amount: 999_999n }))).toMatchObject({
      atRiskMinor: 999_999n,
      severity: 'high',
    });
    expect(overdue(captured({ amount: 1_000_000n }))).toMatchObject({
      atRiskMinor: 1_000_000n,
      severity: 'critical',
    });
    expect(overdue(posted({ amount: 1_000_000n }))).toMatchObject({
      atRiskMinor: 1_000_000n,
      severity: 'critical',
    });
  });

  it('counts pending legs among the amounts', () => {
    const verdict = overdue(captured({ amount: 5n }), initiated({ amount: 900n }));
    expect(verdict).toMatchObject({ reasons: ['MISSING_CORE'], atRiskMinor: 900n });
  });

  it('of a missing app is low, with nothing at risk', () => {
    const large = { channel: 'MOBILE', amount: 10n ** 9n } as const;
    expect(overdue(posted(large), captured(large))).toMatchObject({ atRiskMinor: 0n, severity: 'low' });
  });
});
