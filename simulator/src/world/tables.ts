import type { Leg, Verdict } from '@tieout/core';
import type { LogEntry } from '../log/virtual-partition.ts';
import { TOPICS, type Broker } from '../log/broker.ts';
import type { Input, InputEntry, LaneRow, ResultLeg, ResultRow, Tables } from '../auditor/evidence.ts';
import type { MemoryContent } from '@tieout/store/memory';

/** What is committed at this moment, in the auditor's own terms. */
export function tablesOf(content: MemoryContent): Tables {
  return {
    lanes: laneRows(content),
    rawEvents: content.rawEvents.map(({ event, schemaId, payload }) => ({
      source: event.source,
      partition: event.partition,
      offset: event.offset,
      appendTime: event.appendTime,
      eventId: event.eventId,
      txnId: event.txnId,
      type: event.type,
      status: event.status,
      outcome: event.outcome,
      amount: event.amountMinor,
      currency: event.currency,
      eventTime: event.eventTime,
      schemaId,
      payload,
    })),
    deadLetters: content.deadLetters,
    results: [...content.lanes.keys()].flatMap((partition) =>
      [...content.results(partition).values()].map(({ txnId, revision, verdict }) =>
        resultRow(partition, txnId, revision, verdict),
      ),
    ),
    auditRows: content.auditRows,
    ruleSets: content.ruleSets,
    stats: content.stats.map((stat) => ({ ...stat, amount: stat.amountMinor })),
  };
}

export function laneRows(content: MemoryContent): LaneRow[] {
  return [...content.lanes.values()].map(({ head }) => ({
    partition: head.partition,
    epoch: head.epoch,
    flushNumber: head.flushNumber,
    positions: head.positions,
    arrived: head.arrived,
    laneTime: head.laneTime,
    chainSeq: head.chain.seq,
    chainHash: head.chain.hash,
    statusCounts: Object.fromEntries(
      Object.entries(head.statusCounts).map(([status, count]) => [status, count ?? 0]),
    ),
  }));
}

function resultRow(partition: number, txnId: string, revision: number, verdict: Verdict): ResultRow {
  const { status, reasons, severity, atFault, hints, currency, channel, sources, missing, legs } = verdict;
  return {
    partition,
    txnId,
    revision,
    ruleVersion: verdict.ruleVersion,
    status,
    reasons,
    severity,
    atFault,
    hints,
    currency,
    amount: verdict.amountMinor,
    discrepancy: verdict.discrepancyMinor,
    atRisk: verdict.atRiskMinor,
    channel,
    sources,
    missing,
    firstSeenAt: verdict.firstSeenAt,
    deadline: verdict.deadlineAt,
    dueAt: verdict.nextDueAt,
    legs: { core: resultLeg(legs.core), gateway: resultLeg(legs.gateway), mobile: resultLeg(legs.mobile) },
  };
}

function resultLeg(leg: Leg | null): ResultLeg | null {
  return leg && { ...leg, amount: leg.amountMinor, fee: leg.feeMinor };
}

/** Everything that lies in the log. */
export function inputsOf(broker: Broker): Input[] {
  return broker.all.map(({ source, partition, entries }) => ({
    source,
    topic: TOPICS[source],
    partition,
    entries: entries.map(inputEntry),
  }));
}

function inputEntry({ offset, appendTime, record, about }: LogEntry): InputEntry {
  return { offset, appendTime, key: record?.key ?? null, value: record?.value ?? null, sent: about };
}
