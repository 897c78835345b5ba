import { SOURCES, type Source } from './contract/event.ts';
import type { AuditRow, ResultLeg, VerdictRow } from './evidence.ts';

type Json = Readonly<Record<string, unknown>>;

const parsed = new WeakMap<AuditRow, Json>();

/** The facts of a row; rows are looked at more than once. */
export function detailOf(row: AuditRow): Json {
  const known = parsed.get(row);
  if (known !== undefined) return known;
  const detail = object(JSON.parse(row.detail));
  parsed.set(row, detail);
  return detail;
}

/** What a FLUSH row says of one source. */
interface FlushedSource {
  readonly from: bigint;
  readonly to: bigint;
  readonly count: number;
  readonly refused: number;
  readonly sha256: string;
}

export interface FlushRow {
  readonly partition: number;
  readonly epoch: bigint;
  readonly flushNumber: bigint;
  readonly laneTime: number;
  readonly sources: Readonly<Record<Source, FlushedSource>>;
}

/** A VERDICT row, with what it says of the one before. */
export interface ChangeRow extends VerdictRow {
  readonly previousStatus: string | null;
  readonly previousReasons: readonly string[];
  readonly lateArrival: readonly string[];
  readonly revision: number;
}

export function flushOf(row: AuditRow): FlushRow {
  const facts = detailOf(row);
  const sources = object(facts['sources']);
  return {
    partition: Number(facts['partition']),
    epoch: BigInt(text(facts['epoch'])),
    flushNumber: BigInt(text(facts['flush_number'])),
    laneTime: Date.parse(text(facts['lane_time'])),
    sources: {
      core: flushedSource(sources['core']),
      gateway: flushedSource(sources['gateway']),
      mobile: flushedSource(sources['mobile']),
    },
  };
}

function flushedSource(value: unknown): FlushedSource {
  const { from, to, count, refused, sha256 } = object(value);
  return {
    from: BigInt(text(from)),
    to: BigInt(text(to)),
    count: Number(count),
    refused: Number(refused),
    sha256: text(sha256),
  };
}

export function changeOf(row: AuditRow): ChangeRow {
  const facts = detailOf(row);
  const legs = object(facts['legs']);
  return {
    txnId: text(facts['txn_id']),
    status: text(facts['status']),
    reasons: texts(facts['reasons']),
    severity: optional(facts['severity']),
    atFault: optional(facts['at_fault']),
    hints: texts(facts['hints']),
    currency: text(facts['currency']),
    amount: BigInt(text(facts['amount_minor'])),
    discrepancy: money(facts['discrepancy_minor']),
    atRisk: BigInt(text(facts['at_risk_minor'])),
    channel: text(facts['channel']),
    sources: texts(facts['sources']),
    missing: texts(facts['missing']),
    firstSeenAt: Date.parse(text(facts['first_seen_at'])),
    deadline: Date.parse(text(facts['deadline_at'])),
    workState: text(facts['work_state']),
    legs: { core: legOf(legs['core']), gateway: legOf(legs['gateway']), mobile: legOf(legs['mobile']) },
    previousStatus: optional(facts['previous_status']),
    previousReasons: texts(facts['previous_reasons']),
    lateArrival: texts(facts['late_arrival']),
    revision: Number(facts['revision']),
  };
}

/** What a row says that tells of an action on a transaction. */
export interface ActRow {
  readonly assignee: string | null;
  readonly previousAssignee: string | null;
  readonly status: string;
  readonly previousStatus: string;
  readonly workState: string;
  readonly previousWorkState: string;
  readonly reasons: readonly string[];
  readonly atRisk: bigint;
  readonly ruleVersion: number;
  readonly note: string | null;
  readonly resolution: ResolutionRow | null;
}

interface ResolutionRow {
  readonly code: string;
  readonly by: string;
  readonly approvedBy: string | null;
  readonly note: string;
  readonly reference: string | null;
}

export function actOf(row: AuditRow): ActRow {
  const facts = detailOf(row);
  const resolution = facts['resolution'] === null ? null : object(facts['resolution']);
  return {
    assignee: optional(facts['assignee']),
    previousAssignee: optional(facts['previous_assignee']),
    status: text(facts['status']),
    previousStatus: text(facts['previous_status']),
    workState: text(facts['work_state']),
    previousWorkState: text(facts['previous_work_state']),
    reasons: texts(facts['reasons']),
    atRisk: BigInt(text(facts['at_risk_minor'])),
    ruleVersion: Number(facts['rule_version']),
    note: optional(facts['note']),
    resolution: resolution && {
      code: text(resolution['code']),
      by: text(resolution['by']),
      approvedBy: optional(resolution['approved_by']),
      note: text(resolution['note']),
      reference: optional(resolution['reference']),
    },
  };
}

/** What a REDRIVE row says. */
export interface RedriveRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly result: string;
  readonly code: string | null;
  readonly attempt: number | null;
  readonly publishedTo: string | null;
  readonly sha256: string | null;
}

export function redriveOf(row: AuditRow): RedriveRow {
  const facts = detailOf(row);
  return {
    topic: text(facts['topic']),
    partition: Number(facts['partition']),
    offset: BigInt(text(facts['offset'])),
    result: text(facts['result']),
    code: optional(facts['code']),
    attempt: facts['attempt'] === null ? null : Number(facts['attempt']),
    publishedTo: optional(facts['published_to']),
    sha256: optional(facts['sha256']),
  };
}

function legOf(value: unknown): ResultLeg | null {
  if (value === null) return null;
  const leg = object(value);
  return {
    eventId: text(leg['event_id']),
    type: text(leg['type']),
    outcome: text(leg['outcome']),
    amount: BigInt(text(leg['amount_minor'])),
    currency: text(leg['currency']),
    eventTime: Date.parse(text(leg['event_time'])),
    appendTime: Date.parse(text(leg['append_time'])),
    late: leg['late'] === true,
    fee: money(leg['fee_minor']),
    reference: optional(leg['reference']),
    clientTime: optional(leg['client_time']),
    offset: BigInt(text(object(leg['position'])['offset'])),
  };
}

/** Sources whose leg a row shows as late. */
export const lateLegs = ({ legs }: VerdictRow): Source[] => SOURCES.filter((source) => legs[source]?.late);

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null) throw new RangeError(`${String(value)} is no object`);
  return { ...value };
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new RangeError(`${String(value)} is no text`);
  return value;
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) throw new RangeError(`${String(value)} is no list`);
  return value.map(text);
}

const optional = (value: unknown): string | null => (value === null ? null : text(value));
const money = (value: unknown): bigint | null => (value === null ? null : BigInt(text(value)));
