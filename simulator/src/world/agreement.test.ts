// The auditor shares nothing with the engine; this test holds the one against the other, and so lives with neither.
import * as core from '@tieout/core';
import { Random, type ScenarioEvent } from '@tieout/producers';
import { expect, it } from 'vitest';
import { judgementOf } from '../auditor/contract/judgement.ts';
import { readWire } from '../auditor/contract/reading.ts';
import { chaosEvents } from '../workload/chaos.ts';

const SLA_MS = 60_000;
const START = Date.UTC(2026, 0, 1);
const CASES = 20_000;
const AGES_MS = [0, 500, SLA_MS - 1, SLA_MS, SLA_MS + 1, 2 * SLA_MS, 16 * SLA_MS];

/** The event as the engine's domain has it, from what the auditor read; only the wire's own facts pass through. */
function sourceEvent(event: ScenarioEvent, appendTime: number, offset: bigint): core.SourceEvent {
  const { source, record } = event;
  const told = readWire(event, appendTime, offset);
  const currency = core.currency(told.currency);
  if (currency === undefined) throw new Error(`${told.currency} is no currency`);
  const { status, event_type: type } = record;
  return {
    source,
    eventId: core.eventId(told.eventId),
    txnId: core.txnId(record.txn_id),
    type,
    status,
    outcome: core.outcomeOf(type, status),
    amountMinor: told.amount,
    currency,
    channel: 'channel' in record ? record.channel : null,
    direction: 'direction' in record ? record.direction : null,
    rail: null,
    feeMinor: told.fee,
    reference: told.reference,
    clientTime: told.clientTime,
    eventTime: told.eventTime,
    appendTime,
    partition: 0,
    offset,
  };
}

const legOf = (one: core.SourceEvent | null, late: readonly core.Source[]) =>
  one && [one.eventId, one.outcome, one.amountMinor, late.includes(one.source), one.feeMinor];

it(`judges ${CASES} random transactions as core does, at random lane times`, () => {
  const random = new Random('agreement');
  const rules = core.firstRuleSet({ slaMs: SLA_MS });
  for (let index = 0; index < CASES; index++) {
    const events = chaosEvents(random, `T${index}`, START, SLA_MS).toSorted((a, b) => a.delayMs - b.delayMs);
    const laneTime = START + random.pick(AGES_MS.map((value) => ({ weight: 1, value })));
    const state = core.fold(
      core.emptyState(),
      events.map((event, offset) => sourceEvent(event, START + event.delayMs, BigInt(offset))),
    );
    const judgement = judgementOf(
      events.map((event, offset) => readWire(event, START + event.delayMs, BigInt(offset))),
      laneTime,
      () => SLA_MS,
    );
    if (state.events.length === 0) {
      expect(judgement).toBeNull();
      continue;
    }
    const verdict = core.judge(state, laneTime, rules);
    expect({
      status: judgement?.status,
      reasons: judgement?.reasons,
      severity: judgement?.severity,
      atFault: judgement?.atFault,
      hints: judgement?.hints,
      figures: [judgement?.amount, judgement?.discrepancy, judgement?.atRisk, judgement?.deadline],
      legs: core.SOURCES.map((source) => {
        const one = judgement?.legs[source];
        return one && [one.told.eventId, one.outcome, one.told.amount, one.late, one.told.fee];
      }),
    }).toEqual({
      status: verdict.status,
      reasons: verdict.reasons.toSorted(),
      severity: verdict.severity,
      atFault: verdict.atFault,
      hints: verdict.hints.toSorted(),
      figures: [verdict.amountMinor, verdict.discrepancyMinor, verdict.atRiskMinor, verdict.deadlineAt],
      legs: core.SOURCES.map((source) => legOf(verdict.legs[source], verdict.late)),
    });
  }
});
