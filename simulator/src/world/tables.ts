import type { RuleSet, Source, SourceEvent } from '@tieout/core';
import type { MemoryContent, ResultRow as StoredResult } from '@tieout/store/memory';
import type {
  CommandRow,
  Input,
  InputEntry,
  LaneRow,
  ResultLeg,
  ResultRow,
  RuleSetRow,
  Tables,
} from '../auditor/evidence.ts';
import { TOPICS, type Broker } from '../log/broker.ts';
import type { LogEntry } from '../log/virtual-partition.ts';

/**
 * What is committed at this moment, in the auditor's own terms.
 *
 * @param asked what people know that they asked for
 */
export function tablesOf(content: MemoryContent, asked: readonly Omit<CommandRow, 'outcome'>[]): Tables {
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
    deadLetters: content.deadLetters.map((letter) => ({ ...letter, redriven: letter.redrivenAt !== null })),
    results: [...content.lanes.keys()].flatMap((partition) =>
      [...content.results(partition).values()].map((row) => resultRow(partition, row)),
    ),
    auditRows: content.auditRows.map((row) => ({ ...row, detail: row.detail.toString() })),
    ruleSets: content.ruleSets.map(ruleSetRow),
    commands: asked.map((one) => ({
      ...one,
      outcome: content.commands.get(one.id)?.answer?.outcome ?? null,
    })),
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
    autoResolved: head.autoResolved,
  }));
}

function ruleSetRow({ version, effectiveFrom, policies, approval, autoResolve }: RuleSet): RuleSetRow {
  const { operator, admin } = approval.approver;
  return {
    version,
    effectiveFrom,
    slaMs: policies.WEB.slaMs,
    secondPersonAbove: approval.secondPersonAbove.defaultMajor,
    operatorLimit: operator && operator.defaultMajor,
    adminLimit: admin && admin.defaultMajor,
    autoResolve,
  };
}

function resultRow(partition: number, { txnId, revision, verdict, workState }: StoredResult): ResultRow {
  const { status, reasons, severity, atFault, hints, currency, channel, sources, missing, legs, late } =
    verdict;
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
    workState,
    legs: {
      core: resultLeg(legs.core, late),
      gateway: resultLeg(legs.gateway, late),
      mobile: resultLeg(legs.mobile, late),
    },
  };
}

function resultLeg(leg: SourceEvent | null, late: readonly Source[]): ResultLeg | null {
  return leg && { ...leg, late: late.includes(leg.source), amount: leg.amountMinor, fee: leg.feeMinor };
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
