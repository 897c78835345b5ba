// What must hold for any events at all: small pools of values, so that ids, contents and times collide often.
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { SourceEvent } from '../event/event.ts';
import { emptyState, fold } from '../event/state.ts';
import { formatMinor, parseMajor } from '../money/amount.ts';
import { CURRENCIES } from '../money/currency.ts';
import { toJson } from '../rule-set/json.ts';
import { parseRuleSet } from '../rule-set/parse.ts';
import { INR, JPY, RULES_V1, SLA_MS, T0, USD, event, stateOf } from '../testing/payment.ts';
import { CHANNELS, DIRECTIONS, EVENT_STATUSES, EVENT_TYPES, REASONS, SOURCES } from '../vocabulary.ts';
import { seenBreak } from './coverage.ts';
import { explain } from './explain.ts';
import { judge } from './judge.ts';
import type { Resolution } from './resolution.ts';

const RUNS = { numRuns: 300 };
const LONG_MS = 10 * 24 * 3_600_000;

const anyEvent: fc.Arbitrary<SourceEvent> = fc.constantFrom(...SOURCES).chain((source) =>
  fc
    .record({
      type: fc.constantFrom(...EVENT_TYPES[source]),
      status: fc.constantFrom(...EVENT_STATUSES),
      id: fc.constantFrom('a', 'b', 'c'),
      amount: fc.constantFrom(500n, 500n, 501n, 5000n, 10n ** 15n),
      currency: fc.constantFrom(INR, INR, INR, USD, JPY),
      channel: source === 'mobile' ? fc.constant(null) : fc.constantFrom(...CHANNELS),
      direction: source === 'core' ? fc.constantFrom(...DIRECTIONS) : fc.constant(null),
      fee: source === 'gateway' ? fc.constantFrom(0n, 1n, 2n) : fc.constant(null),
      reference: fc.constantFrom('r', 's'),
      eventAt: fc.constantFrom(0, 0, 1, 6 * 60_000, 3_600_000),
      appendAt: fc.constantFrom(0, 1, SLA_MS - 1, SLA_MS, SLA_MS + 1, 20 * SLA_MS),
    })
    .map(({ type, status, ...over }) => event(source, type, status, over)),
);

/** Each record at an offset of its own, as a log keeps them. */
const anyEvents = fc
  .array(anyEvent, { minLength: 1, maxLength: 12 })
  .map((events) => events.map((each, offset) => ({ ...each, offset: BigInt(offset) })))
  .filter((events) => events.some(({ outcome }) => outcome !== 'IGNORED'));

const anyLaneMs = fc.constantFrom(-1, 0, SLA_MS - 1, SLA_MS, SLA_MS + 1, 16 * SLA_MS, 21 * SLA_MS, LONG_MS);

/** The same events, shuffled, some twice, in batches. */
const anyDelivery = (events: readonly SourceEvent[]) =>
  fc
    .tuple(
      fc.array(fc.constantFrom(...events), { maxLength: 6 }).chain((again) => {
        const all = [...events, ...again];
        return fc.shuffledSubarray(all, { minLength: all.length });
      }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 20, maxLength: 20 }),
    )
    .map(([shuffled, sizes]) => {
      const batches: SourceEvent[][] = [];
      let from = 0;
      for (const size of sizes) {
        batches.push(shuffled.slice(from, from + size));
        from += size;
      }
      return batches;
    });

describe('for any events', () => {
  it('any order, any batching and any repeats end in the same state and verdict', () => {
    const anyPair = anyEvents.chain((events) =>
      fc.tuple(fc.constant(events), anyDelivery(events), anyLaneMs),
    );
    fc.assert(
      fc.property(anyPair, ([events, batches, laneMs]) => {
        const once = stateOf(...events);
        const delivered = batches.reduce(fold, emptyState());
        expect(delivered).toEqual(once);
        expect(judge(delivered, T0 + laneMs, RULES_V1)).toEqual(judge(once, T0 + laneMs, RULES_V1));
      }),
      RUNS,
    );
  });

  it('the verdict does not depend on how a state lists its events', () => {
    fc.assert(
      fc.property(anyEvents, anyLaneMs, (events, laneMs) => {
        const state = stateOf(...events);
        const listedBackwards = { ...state, events: state.events.toReversed() };
        expect(judge(listedBackwards, T0 + laneMs, RULES_V1)).toEqual(judge(state, T0 + laneMs, RULES_V1));
      }),
      RUNS,
    );
  });

  it('folding again what is known gives the very same state', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const state = stateOf(...events);
        expect(fold(state, events)).toBe(state);
        expect(fold(state, state.events)).toBe(state);
      }),
      RUNS,
    );
  });

  it('nothing changes before the next deadline, something does at it, and nothing ever after closing', () => {
    fc.assert(
      fc.property(anyEvents, anyLaneMs, anyLaneMs, (events, laneMs, aheadMs) => {
        const state = stateOf(...events);
        const shown = (lane: number) => {
          const { status, reasons, severity, atFault, hints, atRiskMinor } = judge(state, lane, RULES_V1);
          return { status, reasons, severity, atFault, hints, atRiskMinor };
        };
        const { nextDueAt, closed } = judge(state, T0 + laneMs, RULES_V1);
        const now = shown(T0 + laneMs);
        expect(closed).toBe(nextDueAt === null);
        if (nextDueAt === null) {
          expect(shown(T0 + laneMs + Math.abs(aheadMs))).toEqual(now);
          expect(shown(T0 + LONG_MS)).toEqual(now);
        } else {
          expect(nextDueAt).toBeGreaterThan(T0 + laneMs);
          expect(shown(nextDueAt - 1)).toEqual(now);
          expect(shown(nextDueAt)).not.toEqual(now);
        }
      }),
      RUNS,
    );
  });

  it('lane time only ever makes overdue, and MISSING and STUCK only come when it does', () => {
    fc.assert(
      fc.property(anyEvents, anyLaneMs, anyLaneMs, (events, oneMs, otherMs) => {
        const state = stateOf(...events);
        const sooner = judge(state, T0 + Math.min(oneMs, otherMs), RULES_V1);
        const later = judge(state, T0 + Math.max(oneMs, otherMs), RULES_V1);
        expect(Number(later.overdue)).toBeGreaterThanOrEqual(Number(sooner.overdue));
        expect(Number(later.reversalOverdue)).toBeGreaterThanOrEqual(Number(sooner.reversalOverdue));
        // No event came between: a reason is never taken back.
        expect(later.reasons).toEqual(expect.arrayContaining([...sooner.reasons]));
        expect(later.legs).toEqual(sooner.legs);
        if (!sooner.overdue) {
          expect(sooner.reasons.filter((reason) => /^(MISSING|STUCK)_/.test(reason))).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('the figures hold together, and the failed checks of the explanation are the reasons', () => {
    fc.assert(
      fc.property(anyEvents, anyLaneMs, (events, laneMs) => {
        const state = stateOf(...events);
        const verdict = judge(state, T0 + laneMs, RULES_V1);
        const failed = explain(state, verdict, RULES_V1).filter((check) => !check.passed);
        expect(failed.map((check) => check.reason)).toEqual(verdict.reasons);
        expect(verdict.reasons).toEqual(REASONS.filter((reason) => verdict.reasons.includes(reason)));
        expect(verdict.severity === null).toBe(verdict.reasons.length === 0);
        expect(verdict.status === 'MISMATCHED').toBe(verdict.reasons.length > 0);
        if (verdict.reasons.length === 0) {
          expect(verdict).toMatchObject({ atRiskMinor: 0n, atFault: null, hints: [] });
        }
        expect(SOURCES.filter((source) => verdict.legs[source] !== null)).toEqual(verdict.sources);
        expect(verdict.missing.some((source) => verdict.sources.includes(source))).toBe(false);
      }),
      RUNS,
    );
  });

  it('a resolution covers what was seen when it was made, whatever is delivered again', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const state = stateOf(...events);
        const verdict = judge(state, T0 + LONG_MS, RULES_V1);
        const resolution: Resolution = {
          code: 'ACCEPTED',
          by: 'user:operator',
          approvedBy: null,
          at: T0,
          note: 'seen and accepted',
          reference: null,
          seen: seenBreak(state, verdict),
        };
        const again = judge(fold({ ...state, resolution }, events.toReversed()), T0 + LONG_MS, RULES_V1);
        expect(again).toEqual({
          ...verdict,
          status: verdict.reasons.length > 0 ? 'RESOLVED' : verdict.status,
        });
      }),
      RUNS,
    );
  });
});

test('amounts written in major units read back exactly, in every currency', () => {
  const anyMinor = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(anyMinor, fc.constantFrom(...CURRENCIES.keys()), (minor, code) => {
      expect(parseMajor(formatMinor(minor, code), code)).toBe(minor);
    }),
    RUNS,
  );
});

test('a rule set read from any JSON either has problems or reads back what it writes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (policies, tolerance, fxBand) => {
      const json = {
        version: 2,
        effective_from: '2026-01-01T00:00:00Z',
        policies: { WEB: policies },
        tolerance,
        fx_band: fxBand,
      };
      const parsed = parseRuleSet(json);
      if (parsed.ok) expect(parseRuleSet(toJson(parsed.ruleSet))).toEqual(parsed);
      else expect(parsed.problems.length).toBeGreaterThan(0);
    }),
    RUNS,
  );
});
