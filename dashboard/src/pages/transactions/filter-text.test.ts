import { CHANNELS, REASONS, SOURCES, VERDICT_STATUSES, WORK_STATES } from '@tieout/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterOf, GRAVEST_FIRST, NO_FILTER, searchOf, type TransactionFilter } from './filter.ts';
import { filterText, parseFilter } from './filter-text.ts';

const within = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values]);
const name = fc.stringMatching(/^[a-z][a-z.]{0,8}$/);
const lists = fc.record({
  status: within(VERDICT_STATUSES),
  reason: within(REASONS),
  severity: within(GRAVEST_FIRST),
  missing: within(SOURCES),
  at_fault: within(SOURCES),
  channel: within(CHANNELS),
  work_state: within(WORK_STATES),
  currency: within(['EUR', 'INR', 'JPY']),
  assignee: fc.uniqueArray(name, { maxLength: 2 }).map((names) => names.toSorted()),
});
const orNone = (text: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant(''), text);
const span = orNone(
  fc
    .tuple(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom('s', 'm', 'h', 'd'))
    .map((parts) => parts.join('')),
);
const instant = orNone(
  fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString()),
);
const amount = orNone(fc.integer({ min: 0, max: 1e9 }).map(String));

/** Any filter the address may carry; amounts only beside the one currency they are in. */
const filters: fc.Arbitrary<TransactionFilter> = fc
  .record({
    lists,
    not: lists,
    q: orNone(fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/)),
    older: span,
    younger: span,
    within: span,
    from: instant,
    to: instant,
    amount_min: amount,
    amount_max: amount,
  })
  .map(({ lists: any, not, ...texts }) => {
    const asksAmount = texts.amount_min !== '' || texts.amount_max !== '';
    return Object.assign(texts, any, { not }, asksAmount ? { currency: ['JPY'] } : {});
  });

const parsed = (text: string): TransactionFilter => {
  const result = parseFilter(text);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.filter;
};
const problemsOf = (text: string): readonly string[] => {
  const result = parseFilter(text);
  return 'problems' in result ? result.problems.map(({ word, message }) => `${word}: ${message}`) : [];
};

describe('a filter', () => {
  it('comes back from its text as it was', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(parsed(filterText(filter))).toEqual(filter);
      }),
    );
  });

  it('comes back from the address as it was', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(filterOf(searchOf(filter))).toEqual(filter);
      }),
    );
  });

  it('is written in one way, however it was typed', () => {
    fc.assert(
      fc.property(filters, fc.nat(), (filter, seed) => {
        const words = filterText(filter).split(' ');
        const turned = words.map((_, index) => words[(index + seed) % words.length] ?? '').join('   ');
        expect(filterText(parsed(turned))).toBe(filterText(filter));
      }),
    );
  });

  it('never throws on what people type, and names every word it cannot take', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab:><=,. 1reason_mut-]{0,30}$/), (text) => {
        const result = parseFilter(text);
        if ('problems' in result) {
          for (const { word } of result.problems) expect(word).not.toBe('');
        } else expect(parsed(filterText(result.filter))).toEqual(result.filter);
      }),
    );
  });

  it('is read as people write it', () => {
    const text =
      'missing:bank age>1h owner:me -reason:fx_adjustment severity:Critical,high ccy:eur amount>=1000.00 TXN10';
    expect(parsed(text)).toEqual({
      ...NO_FILTER,
      missing: ['core'],
      older: '1h',
      assignee: ['me'],
      not: { ...NO_FILTER.not, reason: ['FX_ADJUSTMENT'] },
      severity: ['critical', 'high'],
      currency: ['EUR'],
      amount_min: '1000.00',
      q: 'TXN10',
    });
    expect(parsed('from:2026-11-21 to:2026-11-21T14:00+05:30')).toMatchObject({
      from: '2026-11-21T00:00:00.000Z',
      to: '2026-11-21T08:30:00.000Z',
    });
    expect(parsed('reason:AMOUNT_MISMATCH reason:MISSING_CORE').reason).toEqual([
      'AMOUNT_MISMATCH',
      'MISSING_CORE',
    ]);
  });

  it('says which word is wrong, and what would be right', () => {
    expect(problemsOf('severity:urgent missing:core age>soon')).toEqual([
      'severity:urgent: urgent is no severity: critical, high, medium, low',
      'age>soon: soon is no length of time: 90s, 15m, 1h, 2d',
    ]);
    expect(problemsOf('ccy:XXX')).toEqual(['ccy:XXX: XXX is no currency']);
    expect(problemsOf('amount>=5')).toEqual(['amount>=5: amount needs one currency beside it: ccy:EUR']);
    expect(problemsOf('amount>=5.5 ccy:JPY')).toEqual(['amount>=5.5: 5.5 has more decimals than JPY']);
    expect(problemsOf('ccy:EUR ccy:USD amount<=5')).toHaveLength(1);
    expect(problemsOf('severity>high')).toEqual([
      'severity>high: severity is followed by a colon: severity:…',
    ]);
    expect(problemsOf('colour=red')).toEqual(['colour=red: neither a filter nor the beginning of an id']);
    expect(problemsOf('TXN1 TXN2')).toEqual(['TXN2: asked twice']);
  });
});
