import { EVENT_TYPES, SOURCES, type Leg, type Source } from '@tieout/core';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleEvent, sampleWrite } from '../testing/sample-flush.ts';
import { legsText } from './verdict-detail.ts';

const topics = { core: 'core_txns', gateway: 'gateway "txns"', mobile: 'mobile_txns' };

const sample = sampleWrite(null, [sampleEvent('TXN1', 3n)]).verdict.legs.gateway;
if (sample === null) throw new Error('a captured payment has a gateway leg');

const any = fc.string({ unit: 'binary' });
const leg = (source: Source): fc.Arbitrary<Leg> =>
  fc
    .record({
      type: fc.constantFrom(...EVENT_TYPES[source]),
      amountMinor: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
      feeMinor: fc.option(fc.bigInt({ min: 0n, max: 2n ** 62n })),
      channel: fc.option(fc.constantFrom('WEB' as const, 'MOBILE' as const)),
      direction: fc.option(fc.constant('DEBIT' as const)),
      rail: fc.option(fc.constant('CARD' as const)),
      reference: fc.option(any),
      clientTime: fc.option(any),
      eventTime: fc.integer({ min: 0, max: 4_102_444_800_000 }),
      appendTime: fc.integer({ min: 0, max: 4_102_444_800_000 }),
      late: fc.boolean(),
      partition: fc.nat(100),
      offset: fc.bigInt({ min: 0n, max: 2n ** 62n }),
    })
    .map((fields): Leg =>
      Object.assign(fields, {
        source,
        eventId: sample.eventId,
        currency: sample.currency,
        outcome: sample.outcome,
      }),
    );

const iso = (time: number): string => new Date(time).toISOString();

describe('legs as text', () => {
  it('are canonical JSON of all that a leg is', () => {
    const legs = fc.record({
      core: fc.option(leg('core')),
      gateway: fc.option(leg('gateway')),
      mobile: fc.option(leg('mobile')),
    });
    fc.assert(
      fc.property(legs, (some) => {
        const text = legsText(some, topics);
        const parsed: unknown = JSON.parse(text);
        expect(text).toBe(canonicalize(parsed));
        const told = SOURCES.map((source) => {
          const one = some[source];
          if (one === null) return [source, null];
          return [
            source,
            {
              amount_minor: one.amountMinor.toString(),
              append_time: iso(one.appendTime),
              channel: one.channel,
              client_time: one.clientTime,
              currency: one.currency,
              direction: one.direction,
              event_id: one.eventId,
              event_time: iso(one.eventTime),
              fee_minor: one.feeMinor?.toString() ?? null,
              late: one.late,
              outcome: one.outcome,
              position: { offset: one.offset.toString(), partition: one.partition, topic: topics[source] },
              rail: one.rail,
              reference: one.reference,
              type: one.type,
            },
          ];
        });
        expect(parsed).toEqual(Object.fromEntries(told));
      }),
    );
  });
});
