import { describe, expect, it } from 'vitest';
import {
  RULES_V1,
  T0,
  captured,
  confirmed,
  event,
  inTime,
  ledgerReversed,
  overdue,
  posted,
  stateOf,
} from '../testing/payment.ts';
import { judge } from '../verdict/judge.ts';
import { EVENTS_MAX, emptyState, firstEventAt, fold, withVerdictTime } from './state.ts';

describe('folding events into a state', () => {
  it('takes each distinct event once, in one order whatever the order of arrival', () => {
    const events = [captured(), posted(), confirmed(), captured({ id: 'a' })];
    const state = stateOf(...events);
    expect(state.events.map(({ eventId }) => eventId)).toEqual(['core-1', 'a', 'gateway-1', 'mobile-1']);
    expect(stateOf(...events.toReversed())).toEqual(state);
  });

  it('leaves out events that say nothing: a refund or reversal that failed', () => {
    const state = stateOf(
      event('gateway', 'PAYMENT_REFUNDED', 'FAILED'),
      event('core', 'LEDGER_REVERSED', 'FAILED'),
    );
    expect(state).toBe(emptyState());
  });

  it('is not moved by an ignored event with the id of another', () => {
    const state = stateOf(posted());
    expect(fold(state, [ledgerReversed({ status: 'FAILED' })])).toBe(state);
  });

  it('answers with the same object where nothing changed', () => {
    const state = stateOf(posted(), captured({ fee: 3n }));
    expect(fold(state, [])).toBe(state);
    expect(fold(state, [posted(), captured({ fee: 7n, appendAt: 5 })])).toBe(state);
  });

  it('does not change the state it was given', () => {
    const state = stateOf(posted());
    const before = structuredClone(state);
    fold(state, [captured(), posted({ appendAt: -5 })]);
    expect(state).toEqual(before);
  });

  it('keeps, of one event delivered twice, the smallest fee and all else of the earliest delivery', () => {
    const early = captured({ appendAt: 1, offset: 11n, fee: 9n, reference: 'early', eventAt: 0 });
    const late = captured({ appendAt: 2, offset: 12n, fee: 4n, reference: 'late', eventAt: 0 });
    for (const state of [stateOf(early, late), stateOf(late, early)]) {
      expect(state.events).toEqual([{ ...early, feeMinor: 4n }]);
    }
  });

  it('keeps the client time of the earliest delivery', () => {
    const early = confirmed({ appendAt: 1, clientTime: '2026-01-01T00:00:00Z', eventAt: 0 });
    const late = confirmed({ appendAt: 2, clientTime: '2026-01-01T00:00:09Z', eventAt: 9000 });
    for (const state of [stateOf(early, late), stateOf(late, early)]) expect(state.events).toEqual([early]);
  });

  it('takes the smaller offset where deliveries have the same append time', () => {
    const first = posted({ offset: 4n, reference: 'first' });
    const second = posted({ offset: 5n, reference: 'second' });
    for (const state of [stateOf(first, second), stateOf(second, first)])
      expect(state.events).toEqual([first]);
  });

  it('knows when the first event was appended', () => {
    expect(
      firstEventAt(stateOf(posted({ appendAt: 7 }), captured({ appendAt: 3 }), confirmed({ appendAt: 5 }))),
    ).toBe(T0 + 3);
  });
});

describe('the limit on distinct events', () => {
  const full = stateOf(
    ...Array.from({ length: EVENTS_MAX }, (_, i) => confirmed({ id: `m${i}`, amount: 1n })),
  );

  it('takes exactly 100', () => {
    expect(EVENTS_MAX).toBe(100);
    expect([full.events.length, full.tooMany]).toEqual([100, false]);
  });

  it('still takes redeliveries when full', () => {
    expect(fold(full, [confirmed({ id: 'm7', amount: 1n, appendAt: 1 })])).toBe(full);
    const earlier = fold(full, [confirmed({ id: 'm7', amount: 1n, appendAt: -1 })]);
    expect([firstEventAt(earlier), earlier.tooMany]).toEqual([T0 - 1, false]);
  });

  it('leaves out what comes beyond, and says so: no deadline, figure or hint follows from it', () => {
    const over = fold(full, [posted({ amount: 77n, appendAt: -1000 })]);
    expect(over.events).toBe(full.events);
    expect(over.tooMany).toBe(true);
    expect(fold(over, [posted({ amount: 77n, appendAt: -1000 })])).toBe(over);
    const verdict = judge(over, T0 + 86_400_000, RULES_V1);
    expect(verdict.reasons).toContain('TOO_MANY_EVENTS');
    expect(verdict).toMatchObject({ sources: ['mobile'], firstSeenAt: T0, amountMinor: 1n });
  });
});

describe('the time since which there has been a reason', () => {
  const state = stateOf(captured());

  it('begins with the first verdict that has one, and stays', () => {
    const broken = withVerdictTime(state, overdue(captured()), T0 + 500);
    expect(broken).toEqual({ ...state, brokenAt: T0 + 500 });
    expect(withVerdictTime(broken, overdue(captured()), T0 + 900)).toBe(broken);
  });

  it('begins no earlier than its newest event, which lane time may still be behind', () => {
    const both = stateOf(captured(), posted({ amount: 1n, appendAt: 300 }));
    const verdict = inTime(captured(), posted({ amount: 1n, appendAt: 300 }));
    expect(withVerdictTime(both, verdict, T0 - 2_000).brokenAt).toBe(T0 + 300);
  });

  it('ends when the last reason is lost', () => {
    const broken = { ...state, brokenAt: 500 };
    expect(withVerdictTime(broken, inTime(captured()), 900)).toEqual(state);
    expect(withVerdictTime(state, inTime(captured()), 900)).toBe(state);
  });
});
