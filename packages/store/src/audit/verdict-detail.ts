import {
  lifeCycle,
  type Resolution,
  type Source,
  type SourceEvent,
  type Verdict,
  type WorkState,
} from '@tieout/core';
import type { PerSource } from '../lane-ports.ts';
import type { DetailWriter } from './chain.ts';
import { isoTime } from './iso-time.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';

// JSON of a verdict as audit rows, results rows and the API share it: snake_case, money as decimal strings, ISO times. The keys
// of each object stand in ascending order because audit details are canonical JSON: keep them so.

export interface LegJson {
  readonly amount_minor: string;
  readonly append_time: string;
  readonly channel: SourceEvent['channel'];
  readonly client_time: string | null;
  readonly currency: string;
  readonly direction: SourceEvent['direction'];
  readonly event_id: string;
  readonly event_time: string;
  readonly fee_minor: string | null;
  readonly late: boolean;
  readonly outcome: SourceEvent['outcome'];
  readonly position: { readonly offset: string; readonly partition: number; readonly topic: string };
  readonly rail: SourceEvent['rail'];
  readonly reference: string | null;
  readonly type: SourceEvent['type'];
}

export type LegsJson = PerSource<LegJson | null>;

/** Canonical JSON of a LegsJson. Put together as text: a serializer would take most of a flush's time. */
export function legsText({ legs, late }: Pick<Verdict, 'legs' | 'late'>, topics: PerSource<string>): string {
  const { core, gateway, mobile } = legs;
  return `{"core":${core === null ? 'null' : legText(core, late, topics.core)},"gateway":${
    gateway === null ? 'null' : legText(gateway, late, topics.gateway)
  },"mobile":${mobile === null ? 'null' : legText(mobile, late, topics.mobile)}}`;
}

/** What needs no escaping (digits, times, names of the vocabulary) stands between quotes as it is. */
function legText(leg: SourceEvent, late: readonly Source[], topic: string): string {
  return `{"amount_minor":"${leg.amountMinor}","append_time":"${isoTime(leg.appendTime)}","channel":${word(leg.channel)},"client_time":${
    leg.clientTime === null ? 'null' : JSON.stringify(leg.clientTime)
  },"currency":"${leg.currency}","direction":${word(leg.direction)},"event_id":${JSON.stringify(leg.eventId)},"event_time":"${isoTime(
    leg.eventTime,
  )}","fee_minor":${leg.feeMinor === null ? 'null' : `"${leg.feeMinor}"`},"late":${late.includes(leg.source)},"outcome":"${
    leg.outcome
  }","position":{"offset":"${leg.offset}","partition":${leg.partition},"topic":${JSON.stringify(topic)}},"rail":${word(
    leg.rail,
  )},"reference":${leg.reference === null ? 'null' : JSON.stringify(leg.reference)},"type":"${leg.type}"}`;
}

const word = (name: string | null): string => (name === null ? 'null' : `"${name}"`);

const words = (names: readonly string[]): string => (names.length === 0 ? '[]' : `["${names.join('","')}"]`);

export interface VerdictChange {
  readonly transaction: StoredTransaction;
  readonly verdict: Verdict;
  /** As `legsText` writes them, in UTF-8. */
  readonly legs: Buffer;
  readonly workState: WorkState;
  /** The verdict visible until now; null for a new transaction. */
  readonly previous: Pick<StoredTransaction, 'status' | 'reasons'> | null;
  /** Sources whose late leg came with this change. */
  readonly lateArrivals: readonly Source[];
  readonly updatedAt: number;
}

/**
 * The detail of a VERDICT row: all that a list row or a live change needs. Put together as text, because almost all rows are of this kind, and
 * going through an object and a serializer takes four times as long: a tenth of a flush.
 */
export function verdictFacts(change: VerdictChange): DetailWriter {
  return ({ action, actor, at, chain, seq, txnId }) => {
    const { transaction, verdict, previous, workState } = change;
    const { brokenAt, events, resolution, work } = transaction.state;
    const { amountMinor, atRiskMinor, discrepancyMinor } = verdict;
    const resolved = verdict.status === 'RESOLVED' ? resolution : null;
    return [
      `{"action":${JSON.stringify(action)},"actor":${JSON.stringify(actor)},"amount_minor":"${amountMinor}","assignee":${
        work.assignee === null ? 'null' : JSON.stringify(work.assignee)
      },"at":"${at}","at_fault":${word(verdict.atFault)},"at_risk_minor":"${atRiskMinor}","broken_at":${
        brokenAt === null ? 'null' : `"${isoTime(brokenAt)}"`
      },"chain":"${chain}","channel":"${verdict.channel}","currency":"${verdict.currency}","deadline_at":"${isoTime(
        verdict.deadlineAt,
      )}","discrepancy_minor":${discrepancyMinor === null ? 'null' : `"${discrepancyMinor}"`},"first_seen_at":"${isoTime(
        verdict.firstSeenAt,
      )}","hints":${words(verdict.hints)},"late_arrival":${words(change.lateArrivals)},"legs":`,
      change.legs,
      `,"life_cycle":"${lifeCycle(
        verdict,
      )}","missing":${words(verdict.missing)},"partition":${events[0]?.partition ?? null},"previous_reasons":${words(
        previous?.reasons ?? [],
      )},"previous_status":${word(previous?.status ?? null)},"reasons":${words(verdict.reasons)},"resolution":${
        resolved === null ? 'null' : resolutionText(resolved)
      },"revision":${transaction.revision},"rule_version":${verdict.ruleVersion},"seq":"${seq}","severity":${word(
        verdict.severity,
      )},"sources":${words(verdict.sources)},"status":"${verdict.status}","txn_id":${
        txnId === null ? 'null' : JSON.stringify(txnId)
      },"updated_at":"${isoTime(change.updatedAt)}","work_state":"${workState}"}`,
    ];
  };
}

/** Who settled a break, and as what: the row of their action says why. */
function resolutionText({ approvedBy, at, by, code }: Resolution): string {
  return JSON.stringify({ approved_by: approvedBy, at: isoTime(at), by, code });
}
