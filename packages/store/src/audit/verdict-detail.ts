import {
  lifeCycle,
  type Leg,
  type Resolution,
  type Source,
  type Verdict,
  type WorkState,
} from '@tieout/core';
import type { PerSource } from '../lane-ports.ts';
import { CanonicalJson } from './chain.ts';
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

/** Canonical JSON of a LegsJson. Put together as text: a flush writes each leg twice, and a serializer would take most of its time. */
export function legsText(legs: Verdict['legs'], topics: PerSource<string>): string {
  const { core, gateway, mobile } = legs;
  return `{"core":${core === null ? 'null' : legText(core, topics.core)},"gateway":${
    gateway === null ? 'null' : legText(gateway, topics.gateway)
  },"mobile":${mobile === null ? 'null' : legText(mobile, topics.mobile)}}`;
}

/** What needs no escaping (digits, times, names of the vocabulary) stands between quotes as it is. */
function legText(leg: Leg, topic: string): string {
  return `{"amount_minor":"${leg.amountMinor}","append_time":"${isoTime(leg.appendTime)}","channel":${word(leg.channel)},"client_time":${
    leg.clientTime === null ? 'null' : JSON.stringify(leg.clientTime)
  },"currency":"${leg.currency}","direction":${word(leg.direction)},"event_id":${JSON.stringify(leg.eventId)},"event_time":"${isoTime(
    leg.eventTime,
  )}","fee_minor":${leg.feeMinor === null ? 'null' : `"${leg.feeMinor}"`},"late":${leg.late},"outcome":"${
    leg.outcome
  }","position":{"offset":"${leg.offset}","partition":${leg.partition},"topic":${JSON.stringify(topic)}},"rail":${word(
    leg.rail,
  )},"reference":${leg.reference === null ? 'null' : JSON.stringify(leg.reference)},"type":"${leg.type}"}`;
}

const word = (name: string | null): string => (name === null ? 'null' : `"${name}"`);

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
    legs: new CanonicalJson(legsText(verdict.legs, change.topics)),
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
