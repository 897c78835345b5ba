import type { Source } from './contract/event.ts';
import type { Wire } from './contract/reading.ts';

// What an audit looks at: what was sent, and what the tables of section 4 hold. Money and offsets are bigint, times ms UTC.

/** What lies at one offset of an input topic; `sent` is null where no reader will ever get anything. */
export interface InputEntry {
  readonly offset: bigint;
  readonly appendTime: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly sent:
    | { readonly kind: 'event'; readonly event: Wire }
    /** Must be refused with this code. */
    | { readonly kind: 'poison'; readonly code: string }
    | null;
}

export interface Input {
  readonly source: Source;
  readonly topic: string;
  readonly partition: number;
  readonly entries: readonly InputEntry[];
}

export interface LaneRow {
  readonly partition: number;
  readonly epoch: bigint;
  readonly flushNumber: bigint;
  readonly positions: Readonly<Record<Source, bigint>>;
  readonly arrived: Readonly<Record<Source, bigint>>;
  readonly laneTime: number;
  readonly chainSeq: bigint;
  readonly chainHash: Buffer;
  readonly statusCounts: Readonly<Record<string, number>>;
}

export interface RawRow {
  readonly source: Source;
  readonly partition: number;
  readonly offset: bigint;
  readonly appendTime: number;
  readonly eventId: string;
  readonly txnId: string;
  readonly type: string;
  readonly status: string;
  readonly outcome: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly eventTime: number;
  readonly schemaId: number;
  readonly payload: Buffer;
}

export interface DeadLetterRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly appendTime: number;
  readonly key: Buffer | null;
  readonly code: string;
  readonly payload: Buffer | null;
}

export interface ResultLeg {
  readonly eventId: string;
  readonly type: string;
  readonly outcome: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly eventTime: number;
  readonly appendTime: number;
  readonly late: boolean;
  readonly fee: bigint | null;
  readonly reference: string | null;
  readonly clientTime: string | null;
  readonly offset: bigint;
}

/** What a results row and a VERDICT audit row both say. */
export interface VerdictRow {
  readonly txnId: string;
  readonly status: string;
  readonly reasons: readonly string[];
  readonly severity: string | null;
  readonly atFault: string | null;
  readonly hints: readonly string[];
  readonly currency: string;
  readonly amount: bigint;
  readonly discrepancy: bigint | null;
  readonly atRisk: bigint;
  readonly channel: string;
  readonly sources: readonly string[];
  readonly missing: readonly string[];
  readonly firstSeenAt: number;
  readonly deadline: number;
  readonly legs: Readonly<Record<Source, ResultLeg | null>>;
}

export interface ResultRow extends VerdictRow {
  readonly partition: number;
  readonly revision: number;
  readonly ruleVersion: number;
  /** When it may next change without an event; null where never. */
  readonly dueAt: number | null;
}

export interface AuditRow {
  readonly chain: string;
  readonly seq: bigint;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly txnId: string | null;
  readonly detail: string;
  readonly prevHash: Buffer;
  readonly hash: Buffer;
}

export interface StatRow {
  readonly partition: number;
  readonly measure: string;
  readonly key: string;
  readonly currency: string;
  readonly count: number;
  readonly amount: bigint;
}

export interface Tables {
  readonly lanes: readonly LaneRow[];
  readonly rawEvents: readonly RawRow[];
  readonly deadLetters: readonly DeadLetterRow[];
  readonly results: readonly ResultRow[];
  readonly auditRows: readonly AuditRow[];
  readonly stats: readonly StatRow[];
  readonly ruleSets: readonly RuleSetRow[];
}

/** A version of the rules and the append time of the first event that it judges. */
export interface RuleSetRow {
  readonly version: number;
  readonly effectiveFrom: number;
}

/** Something that must not be. */
export interface Violation {
  /** I1–I5 and I7 of docs/ARCHITECTURE.md; TRUTH where the auditor itself and the workload disagree. */
  readonly invariant: string;
  readonly where: string;
  readonly what: string;
}
