import {
  CHANNELS,
  CURRENCIES,
  currency,
  DIRECTIONS,
  EVENT_STATUSES,
  EVENT_TYPES,
  eventId,
  NO_WORK,
  outcomeOf,
  RAILS,
  REASONS,
  RESOLUTION_CODES,
  SOURCES,
  TieoutError,
  txnId,
  VERDICT_STATUSES,
  type Currency,
  type SourceEvent,
  type Work,
} from '@tieout/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTransaction, unpackTransaction } from './packing.ts';
import type { StoredTransaction } from './stored-transaction.ts';

const TXN = txnId('TXN-1001');
const INR = currencyOf('INR');
const INT64_MAX = 2n ** 63n - 1n;

function currencyOf(code: string): Currency {
  const known = currency(code);
  if (known === undefined) throw new Error(`${code} is not a currency`);
  return known;
}

const times = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
const ids = fc.oneof(
  fc.uuid().map(eventId),
  // Looks like a uuid but for its letters: must come back as it was.
  fc.uuid().map((id) => eventId(id.toUpperCase())),
  fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/).map(eventId),
);
const text = fc.option(fc.string({ unit: 'binary', maxLength: 80 }));
const events: fc.Arbitrary<SourceEvent> = fc.constantFrom(...SOURCES).chain((source) =>
  fc
    .record({
      eventId: ids,
      type: fc.constantFrom(...EVENT_TYPES[source]),
      status: fc.constantFrom(...EVENT_STATUSES),
      amountMinor: fc.bigInt({ min: 0n, max: INT64_MAX }),
      currency: fc.constantFrom(...CURRENCIES.keys()).map(currencyOf),
      channel: fc.option(fc.constantFrom(...CHANNELS)),
      direction: fc.option(fc.constantFrom(...DIRECTIONS)),
      rail: fc.option(fc.constantFrom(...RAILS)),
      feeMinor: fc.option(fc.bigInt({ min: 0n, max: INT64_MAX })),
      reference: text,
      clientTime: text,
      eventTime: times,
      appendTime: times,
      partition: fc.nat(100_000),
      offset: fc.bigInt({ min: 0n, max: INT64_MAX }),
    })
    .map((event) =>
      Object.assign(event, { source, txnId: TXN, outcome: outcomeOf(event.type, event.status) }),
    ),
);
const seenLegs = fc.option(
  fc.record({
    outcome: fc.constantFrom('SUCCESS' as const, 'PENDING' as const),
    amountMinor: fc.bigInt({ min: 0n, max: INT64_MAX }),
    currency: fc.constant(INR),
  }),
);
const resolutions = fc.record({
  code: fc.constantFrom(...RESOLUTION_CODES),
  by: fc.string({ unit: 'binary' }),
  approvedBy: fc.option(fc.string()),
  at: times,
  note: fc.string({ unit: 'binary' }),
  reference: fc.option(fc.string({ unit: 'binary' })),
  seen: fc.record({
    reasons: fc.subarray([...REASONS]),
    discrepancyMinor: fc.option(fc.bigInt({ min: 0n, max: 2n ** 70n })),
    atRiskMinor: fc.bigInt({ min: 0n, max: 2n ** 70n }),
    legs: fc.record({ core: seenLegs, gateway: seenLegs, mobile: seenLegs }),
    settlements: fc.record({ core: fc.nat(9), gateway: fc.nat(9) }),
  }),
});
const works: fc.Arbitrary<Work> = fc.oneof(
  fc.constant(NO_WORK),
  fc.record({
    assignee: fc.option(fc.string({ unit: 'binary' })),
    reopened: fc.boolean(),
    proposal: fc.option(
      fc.record({
        commandId: fc.uuid(),
        subject: fc.string({ unit: 'binary' }),
        resolution: resolutions,
      }),
    ),
  }),
);
const revisions = fc
  .integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
  .chain((revision) =>
    fc.tuple(fc.constant(revision), fc.oneof(fc.constant(revision), fc.integer({ min: 1, max: revision }))),
  );
const transactions: fc.Arbitrary<StoredTransaction> = fc
  .tuple(
    revisions,
    fc.record({
      txnId: fc.constant(TXN),
      status: fc.constantFrom(...VERDICT_STATUSES),
      reasons: fc.subarray([...REASONS]),
      judgedAt: times,
      state: fc.record({
        events: fc.array(events, { maxLength: 12 }),
        tooMany: fc.boolean(),
        resolution: fc.option(resolutions),
        work: works,
        brokenAt: fc.option(times),
      }),
    }),
  )
  .map(([[revision, verdictRevision], rest]) => Object.assign(rest, { revision, verdictRevision }));

describe('a packed transaction', () => {
  it('comes back as it was, whatever its figures', () => {
    fc.assert(
      fc.property(transactions, (transaction) => {
        expect(unpackTransaction(TXN, packTransaction(transaction))).toEqual(transaction);
      }),
      { numRuns: 300 },
    );
  });

  it('with two legs takes no more than 170 bytes, so that millions of open ones fit into Redis', () => {
    const leg: SourceEvent = {
      source: 'core',
      eventId: eventId('3f2b8c1e-9d4a-4f6b-8e2d-7a1c5b9e0f34'),
      txnId: TXN,
      type: 'LEDGER_POSTED',
      status: 'SUCCESS',
      outcome: 'SUCCESS',
      amountMinor: 500_000n,
      currency: INR,
      channel: 'WEB',
      direction: 'DEBIT',
      rail: null,
      feeMinor: null,
      reference: 'acct_4f7d2b9a61c3',
      clientTime: null,
      eventTime: Date.UTC(2026, 10, 21, 10),
      appendTime: Date.UTC(2026, 10, 21, 10, 0, 1),
      partition: 3,
      offset: 123_456_789n,
    };
    const gateway: SourceEvent = {
      ...leg,
      source: 'gateway',
      type: 'PAYMENT_CAPTURED',
      rail: 'CARD',
      feeMinor: 9_000n,
      direction: null,
    };
    const packed = packTransaction({
      txnId: TXN,
      revision: 2,
      verdictRevision: 2,
      status: 'PARTIAL',
      reasons: [],
      judgedAt: Date.UTC(2026, 10, 21, 10, 0, 2),
      state: { events: [leg, gateway], tooMany: false, resolution: null, work: NO_WORK, brokenAt: null },
    });
    expect(packed.length).toBeLessThanOrEqual(170);
  });

  it('is refused when it was cut, lengthened or written by a later layout', () => {
    fc.assert(
      fc.property(transactions, fc.nat(), (transaction, cut) => {
        const packed = packTransaction(transaction);
        const shorter = packed.subarray(0, cut % packed.length);
        const longer = Buffer.concat([packed, Buffer.from([0])]);
        const later = Buffer.from(packed);
        later[0] = 2;
        for (const damaged of [shorter, longer, later])
          expect(() => unpackTransaction(TXN, damaged)).toThrow(TieoutError);
      }),
    );
  });
});
