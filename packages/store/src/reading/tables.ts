import type {
  Channel,
  DeadLetterCode,
  EventStatus,
  EventType,
  Hint,
  Outcome,
  Reason,
  Severity,
  Source,
  VerdictStatus,
  WorkState,
} from '@tieout/core';
import type { ColumnType } from 'kysely';
import type { LegsJson } from '../audit/verdict-detail.ts';

/*
 * The columns the readers use, as node-postgres gives them: bigint and numeric as digits, so that no figure passes through a float;
 * timestamptz as Date.
 */

interface Results {
  partition: number;
  txn_id: string;
  status: VerdictStatus;
  reasons: Reason[];
  severity: Severity | null;
  at_fault: Source | null;
  hints: Hint[];
  currency: string;
  amount_minor: string;
  discrepancy_minor: string | null;
  at_risk_minor: string;
  channel: Channel;
  sources: Source[];
  missing: Source[];
  first_seen_at: Date;
  deadline_at: Date;
  broken_at: Date | null;
  updated_at: Date;
  rule_version: number;
  legs: LegsJson;
  assignee: string | null;
  work_state: WorkState;
  revision: string;
  state: Buffer;
  /** 1 critical … 4 low; null where it is no break. */
  break_rank: number | null;
  /** -1 where no amounts were compared; null where it is no break. */
  break_discrepancy_minor: string | null;
}

interface Lanes {
  partition: number;
  lane_time: Date;
  chain_seq: string;
  chain_hash: Buffer;
  core_position: string;
  gateway_position: string;
  mobile_position: string;
  status_counts: Partial<Record<VerdictStatus, number>>;
  core_arrived: string;
  gateway_arrived: string;
  mobile_arrived: string;
  halted: string | null;
  stalled: string | null;
  updated_at: Date;
}

interface RawEvents {
  source: Source;
  partition: number;
  offset: string;
  append_time: Date;
  event_id: string;
  txn_id: string;
  event_type: EventType;
  status: EventStatus;
  outcome: Outcome;
  amount_minor: string;
  currency: string;
  event_time: Date;
  schema_id: number;
  payload: Buffer;
}

interface AuditLogs {
  chain: string;
  seq: string;
  at: Date;
  actor: string;
  action: string;
  txn_id: string | null;
  detail: string;
}

interface DeadLetters {
  topic: string;
  partition: number;
  offset: string;
  append_time: Date;
  key: Buffer | null;
  code: DeadLetterCode;
  error: string;
  payload: Buffer | null;
  headers: Record<string, string>;
  attempts: number;
  parent: string | null;
  redriven_at: Date | null;
  refused_at: Date;
}

interface Commands {
  id: string;
  partition: number;
  verb: string;
  actor: string;
  body: Record<string, unknown>;
  requested_at: Date;
  applied_at: Date | null;
  outcome: Record<string, unknown> | null;
}

interface RuleSets {
  version: number;
  state: string;
  body: unknown;
}

interface StatsMinute {
  minute: Date;
  measure: string;
  key: string;
  currency: string;
  count: string;
  amount: string;
}

type ReadOnly<T> = { [Column in keyof T]: ColumnType<T[Column], never, never> };

/** What the API's login may read. Writing goes another way (access/). */
export interface Tables {
  reconciliation_results: ReadOnly<Results>;
  lanes: ReadOnly<Lanes>;
  raw_events: ReadOnly<RawEvents>;
  audit_logs: ReadOnly<AuditLogs>;
  dead_letters: ReadOnly<DeadLetters>;
  commands: ReadOnly<Commands>;
  chains: ReadOnly<{ chain: string; seq: string }>;
  rule_sets: ReadOnly<RuleSets>;
  stats_minute: ReadOnly<StatsMinute>;
}
