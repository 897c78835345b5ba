import { SOURCES, type Source, type VerdictStatus } from '@tieout/core';
import {
  appendToChain,
  actionFacts,
  laneChain,
  policyFacts,
  refusalFacts,
  RawDigest,
  verdictFacts,
  type AnsweredCommand,
  type AuditEntry,
  type FlushRecord,
  type LaneHead,
  type PerSource,
  type RawEvent,
  type Standing,
} from '@tieout/store';
import type { Declined } from './docket.ts';
import type { Loss } from './walk.ts';
import type { Act } from './hearing.ts';
import { statistics } from './flush-statistics.ts';
import type { Judgement } from './judgement.ts';
import type { LaneProgress } from './lane-time.ts';
import type { ReadRecords } from './records.ts';

export interface FlushContent {
  readonly from: LaneHead;
  readonly at: number;
  readonly topics: PerSource<string>;
  readonly read: ReadRecords;
  readonly positions: PerSource<bigint>;
  readonly progress: LaneProgress;
  readonly losses: readonly Loss[];
  readonly judgements: readonly Judgement[];
  /** Commands about no transaction that is known. */
  readonly declined: readonly Declined[];
  readonly autoResolved: LaneHead['autoResolved'];
  /** Set at the first flush after a taking: it leaves a row of its own. */
  readonly takenBy: string | null;
}

/** Everything a flush writes besides results, from what it did. Pure. */
export function flushRecord(content: FlushContent): FlushRecord {
  const { from, at, read, positions, progress } = content;
  const chain = appendToChain(laneChain(from.partition), from.chain, auditEntries(content));
  return {
    at,
    raw: read.raw,
    audit: chain.rows,
    deadLetters: read.deadLetters,
    stats: statistics(at, read, content.judgements),
    commands: answers(content),
    head: {
      ...from,
      ...progress,
      flushNumber: from.flushNumber + 1n,
      positions,
      chain: chain.head,
      statusCounts: statusCounts(from.statusCounts, content.judgements),
      arrived: perSource((source) => from.arrived[source] + BigInt(countOf(read, source))),
      autoResolved: content.autoResolved,
    },
  };
}

/** Facts with their keys in ascending order: audit details are canonical JSON. */
function auditEntries(content: FlushContent): AuditEntry[] {
  const { from, at, read, losses, topics, takenBy, judgements, declined } = content;
  const actor = `system:lane-${from.partition}`;
  const entries: AuditEntry[] = [];
  const add = (action: string, txnId: AuditEntry['txnId'], facts: AuditEntry['facts']): void => {
    entries.push({ at, actor, action, txnId, facts });
  };
  if (takenBy !== null) add('LANE_TAKEN', null, { epoch: from.epoch.toString(), owner: takenBy });
  for (const { source, from: first, to } of losses)
    add('DATA_LOSS', null, {
      from: first.toString(),
      partition: from.partition,
      source,
      to: to.toString(),
      topic: topics[source],
    });
  const told = judgements.filter(({ changed, heard }) => changed || heard.length > 0);
  if (read.count > 0 || told.length > 0 || declined.length > 0) add('FLUSH', null, flushFacts(content));
  for (const refusal of declined) entries.push(refusalEntry(content, refusal));
  for (const judgement of told) {
    // What was done comes before what came of it.
    for (const one of judgement.heard)
      entries.push(one.kind === 'done' ? actEntry(content, judgement, one) : refusalEntry(content, one));
    const { txnId, verdict, workState, write, previous, lateArrivals, changed } = judgement;
    if (!changed || write === null) continue;
    const { transaction, legs, updatedAt } = write;
    const change = {
      transaction,
      verdict,
      legs,
      workState,
      previous: previous ?? null,
      lateArrivals,
      updatedAt,
    };
    add('VERDICT', txnId, verdictFacts(change));
  }
  return entries;
}

/** Named after the verb; a policy resolves. */
function actEntry({ from, at }: FlushContent, { txnId, revision }: Judgement, act: Act): AuditEntry {
  const { asked, actor, before, after } = act;
  const deed = { partition: from.partition, before, after, revision };
  if (asked === null) return { at, actor, action: 'RESOLVE', txnId, facts: policyFacts(deed) };
  const { command, request } = asked;
  const facts = actionFacts(deed, request, command.requestedAt);
  return { at, actor, action: request.action.verb.toUpperCase(), txnId, commandId: command.id, facts };
}

function refusalEntry({ from, at }: FlushContent, declined: Declined): AuditEntry {
  const { command, txnId, request } = declined;
  const facts = refusalFacts(from.partition, command, declined, request);
  return { at, actor: command.actor, action: 'REFUSED', txnId, commandId: command.id, facts };
}

/** Each command with what came of it: exactly those that were taken. */
function answers({ judgements, declined }: FlushContent): AnsweredCommand[] {
  const answered = declined.map(refused);
  for (const { heard, revision } of judgements) {
    for (const one of heard) {
      if (one.kind === 'declined') answered.push(refused(one));
      else if (one.asked !== null) answered.push(applied(one.asked.command.id, one.after, revision));
    }
  }
  return answered;
}

function applied(id: string, { verdict, workState }: Standing, revision: number): AnsweredCommand {
  return { id, outcome: { result: 'applied', revision, status: verdict.status, work_state: workState } };
}

function refused({ command, code, error }: Declined): AnsweredCommand {
  return { id: command.id, outcome: { result: 'refused', code, error } };
}

function flushFacts({ from, read, positions, progress }: FlushContent): AuditEntry['facts'] {
  const bySource = Map.groupBy(read.raw, ({ event }) => event.source);
  return {
    epoch: from.epoch.toString(),
    flush_number: (from.flushNumber + 1n).toString(),
    lane_time: new Date(progress.laneTime).toISOString(),
    partition: from.partition,
    sources: perSource((source) => {
      const rows = bySource.get(source) ?? [];
      return {
        count: rows.length,
        from: from.positions[source].toString(),
        refused: countOf(read, source) - rows.length,
        sha256: rawDigest(rows),
        to: positions[source].toString(),
      };
    }),
  };
}

/** What the verifier computes again from the stored rows; hex. */
export function rawDigest(rows: readonly RawEvent[]): string {
  const digest = new RawDigest();
  for (const { event, schemaId, payload } of rows)
    digest.add(event.offset, event.appendTime, schemaId, payload);
  return digest.hex();
}

function statusCounts(
  before: LaneHead['statusCounts'],
  judgements: readonly Judgement[],
): Partial<Record<VerdictStatus, number>> {
  const counts = { ...before };
  for (const { previous, verdict } of judgements) {
    if (previous?.status === verdict.status) continue;
    counts[verdict.status] = (counts[verdict.status] ?? 0) + 1;
    if (previous !== undefined) counts[previous.status] = (counts[previous.status] ?? 0) - 1;
  }
  return counts;
}

function countOf({ raw, deadLetters }: ReadRecords, source: Source): number {
  let count = 0;
  for (const { event } of raw) if (event.source === source) count++;
  for (const letter of deadLetters) if (letter.source === source) count++;
  return count;
}

function perSource<T>(value: (source: Source) => T): PerSource<T> {
  const [core, gateway, mobile] = SOURCES;
  return { core: value(core), gateway: value(gateway), mobile: value(mobile) };
}
