import {
  lifeCycle,
  type Leg,
  type Resolution,
  type Source,
  type Verdict,
  type WorkState,
} from '@tieout/core';
import type { PerSource } from '../lane-ports.ts';
import { isoTime } from './iso-time.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';

// JSON of a verdict as audit rows, results rows and the API share it: snake_case, money as decimal strings, ISO times. The keys
// of each object stand in ascending order because audit details are canonical JSON: keep them so.

export interface LegJson {
  readonly amount_minor: string;
  readonly append_time: string;
  readonly channel: Leg['channel'];
  readonly client_time: string | null;
  readonly currency: string;
  readonly direction: Leg['direction'];
  readonly event_id: string;
  readonly event_time: string;
  readonly fee_minor: string | null;
  readonly late: boolean;
  readonly outcome: Leg['outcome'];
  readonly position: { readonly offset: string; readonly partition: number; readonly topic: string };
  readonly rail: Leg['rail'];
  readonly reference: string | null;
  readonly type: Leg['type'];
}

export type LegsJson = PerSource<LegJson | null>;

export function legsJson(legs: Verdict['legs'], topics: PerSource<string>): LegsJson {
  return {
    core: legs.core && legJson(legs.core, topics.core),
    gateway: legs.gateway && legJson(legs.gateway, topics.gateway),
    mobile: legs.mobile && legJson(legs.mobile, topics.mobile),
  };
}

function legJson(leg: Leg, topic: string): LegJson {
  return {
    amount_minor: leg.amountMinor.toString(),
    append_time: isoTime(leg.appendTime),
    channel: leg.channel,
    client_time: leg.clientTime,
    currency: leg.currency,
    direction: leg.direction,
    event_id: leg.eventId,
    event_time: isoTime(leg.eventTime),
    fee_minor: leg.feeMinor?.toString() ?? null,
    late: leg.late,
    outcome: leg.outcome,
    position: { offset: leg.offset.toString(), partition: leg.partition, topic },
    rail: leg.rail,
    reference: leg.reference,
    type: leg.type,
  };
}

export interface VerdictChange {
  readonly transaction: StoredTransaction;
  readonly verdict: Verdict;
  readonly workState: WorkState;
  /** The verdict visible until now; null for a new transaction. */
  readonly previous: Pick<StoredTransaction, 'status' | 'reasons'> | null;
  /** Sources whose late leg came with this change. */
  readonly lateArrivals: readonly Source[];
  readonly updatedAt: number;
  readonly topics: PerSource<string>;
}

/** Facts of a VERDICT row: all that a list row or a live change needs. */
export function verdictFacts(change: VerdictChange): Readonly<Record<string, unknown>> {
  const { transaction, verdict, previous } = change;
  const { brokenAt, events, resolution, work } = transaction.state;
  return {
    amount_minor: verdict.amountMinor.toString(),
    assignee: work.assignee,
    at_fault: verdict.atFault,
    at_risk_minor: verdict.atRiskMinor.toString(),
    broken_at: brokenAt === null ? null : isoTime(brokenAt),
    channel: verdict.channel,
    currency: verdict.currency,
    deadline_at: isoTime(verdict.deadlineAt),
    discrepancy_minor: verdict.discrepancyMinor?.toString() ?? null,
    first_seen_at: isoTime(verdict.firstSeenAt),
    hints: verdict.hints,
    late_arrival: change.lateArrivals,
    legs: legsJson(verdict.legs, change.topics),
    life_cycle: lifeCycle(verdict),
    missing: verdict.missing,
    partition: events[0]?.partition ?? null,
    previous_reasons: previous?.reasons ?? [],
    previous_status: previous?.status ?? null,
    reasons: verdict.reasons,
    resolution: verdict.status === 'RESOLVED' && resolution !== null ? resolutionFacts(resolution) : null,
    revision: transaction.revision,
    rule_version: verdict.ruleVersion,
    severity: verdict.severity,
    sources: verdict.sources,
    status: verdict.status,
    updated_at: isoTime(change.updatedAt),
    work_state: change.workState,
  };
}

/** Who settled a break, and as what: the row of their action says why. */
function resolutionFacts({ approvedBy, at, by, code }: Resolution): Readonly<Record<string, string | null>> {
  return { approved_by: approvedBy, at: isoTime(at), by, code };
}
