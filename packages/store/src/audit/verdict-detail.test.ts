import {
  EVENT_TYPES,
  HINTS,
  lifeCycle,
  NO_WORK,
  REASONS,
  RESOLUTION_CODES,
  seenBreak,
  SEVERITIES,
  SOURCES,
  VERDICT_STATUSES,
  WORK_STATES,
  type Source,
  type SourceEvent,
} from '@tieout/core';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleEvent, sampleWrite } from '../testing/sample-flush.ts';
import { appendToChain, CHAIN_START } from './chain.ts';
import { legsText, verdictFacts, type VerdictChange } from './verdict-detail.ts';

const topics = { core: 'core_txns', gateway: 'gateway "txns"', mobile: 'mobile_txns' };

const sample = sampleWrite(null, [sampleEvent('TXN1', 3n)]).verdict.legs.gateway;
if (sample === null) throw new Error('a captured payment has a gateway leg');

const any = fc.string({ unit: 'binary' });
const leg = (source: Source): fc.Arbitrary<SourceEvent> =>
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
      partition: fc.nat(100),
      offset: fc.bigInt({ min: 0n, max: 2n ** 62n }),
    })
    .map((fields): SourceEvent =>
      Object.assign(fields, {
        source,
        eventId: sample.eventId,
        txnId: sample.txnId,
        status: sample.status,
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
      fc.property(legs, fc.subarray([...SOURCES]), (some, late) => {
        const text = legsText({ legs: some, late }, topics);
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
              late: late.includes(source),
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

describe('the detail of a VERDICT row', () => {
  const written = sampleWrite(null, [sampleEvent('TXN1', 3n)]);
  const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
  const minor = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
  const resolution = fc.record({
    code: fc.constantFrom(...RESOLUTION_CODES),
    by: any,
    approvedBy: fc.option(any),
    at: time,
  });
  const drawn = fc.record({
    verdict: fc.record({
      status: fc.constantFrom(...VERDICT_STATUSES),
      reasons: fc.subarray([...REASONS]),
      severity: fc.option(fc.constantFrom(...SEVERITIES)),
      atFault: fc.option(fc.constantFrom(...SOURCES)),
      hints: fc.subarray([...HINTS]),
      amountMinor: minor,
      discrepancyMinor: fc.option(minor),
      atRiskMinor: minor,
      sources: fc.subarray([...SOURCES]),
      missing: fc.subarray([...SOURCES]),
      firstSeenAt: time,
      deadlineAt: time,
      ruleVersion: fc.nat(),
    }),
    brokenAt: fc.option(time),
    assignee: fc.option(any),
    resolution: fc.option(resolution),
    revision: fc.nat(),
    workState: fc.constantFrom(...WORK_STATES),
    previous: fc.option(
      fc.record({
        status: fc.constantFrom(...VERDICT_STATUSES),
        reasons: fc.subarray([...REASONS]),
      }),
    ),
    lateArrivals: fc.subarray([...SOURCES]),
    updatedAt: time,
  });
  const changeOf = (draw: typeof drawn extends fc.Arbitrary<infer Draw> ? Draw : never): VerdictChange => {
    const { verdict, brokenAt, assignee, resolution: settled, revision, ...rest } = draw;
    const { state } = written.transaction;
    const seen = seenBreak(state, written.verdict);
    const kept = settled === null ? null : { ...settled, note: '', reference: null, seen };
    return {
      ...rest,
      verdict: { ...written.verdict, ...verdict },
      legs: written.legs,
      transaction: {
        ...written.transaction,
        revision,
        state: { ...state, brokenAt, resolution: kept, work: { ...NO_WORK, assignee } },
      },
    };
  };

  it('is canonical JSON of the change and its row', () => {
    fc.assert(
      fc.property(drawn.map(changeOf), (change) => {
        const { transaction, verdict, previous, lateArrivals } = change;
        const { brokenAt, resolution: kept, work } = transaction.state;
        const row = { at: 7, actor: 'system:lane-3', action: 'VERDICT', txnId: transaction.txnId };
        const made = appendToChain('lane-3', CHAIN_START, [{ ...row, facts: verdictFacts(change) }]);
        const detail = String(made.rows[0]?.detail);
        const parsed: unknown = JSON.parse(detail);
        expect(detail).toBe(canonicalize(parsed));
        expect(parsed).toEqual({
          action: 'VERDICT',
          actor: 'system:lane-3',
          amount_minor: verdict.amountMinor.toString(),
          assignee: work.assignee,
          at: '1970-01-01T00:00:00.007Z',
          at_fault: verdict.atFault,
          at_risk_minor: verdict.atRiskMinor.toString(),
          broken_at: brokenAt === null ? null : iso(brokenAt),
          chain: 'lane-3',
          channel: verdict.channel,
          currency: verdict.currency,
          deadline_at: iso(verdict.deadlineAt),
          discrepancy_minor: verdict.discrepancyMinor?.toString() ?? null,
          first_seen_at: iso(verdict.firstSeenAt),
          hints: verdict.hints,
          late_arrival: lateArrivals,
          legs: JSON.parse(String(change.legs)),
          life_cycle: lifeCycle(verdict),
          missing: verdict.missing,
          partition: 0,
          previous_reasons: previous?.reasons ?? [],
          previous_status: previous?.status ?? null,
          reasons: verdict.reasons,
          resolution:
            verdict.status === 'RESOLVED' && kept !== null
              ? { approved_by: kept.approvedBy, at: iso(kept.at), by: kept.by, code: kept.code }
              : null,
          revision: transaction.revision,
          rule_version: verdict.ruleVersion,
          seq: '1',
          severity: verdict.severity,
          sources: verdict.sources,
          status: verdict.status,
          txn_id: 'TXN1',
          updated_at: iso(change.updatedAt),
          work_state: change.workState,
        });
      }),
    );
  });
});
