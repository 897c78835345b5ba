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
    /** Must be refused with this code; `event` is what it is once its schema is known, under its right key, or with its card number masked. */
    | { readonly kind: 'poison'; readonly code: string; readonly event: Wire | null }
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
  /** What policies have resolved on one day of lane time, minor units at risk by `policy currency`. */
  readonly autoResolved: { readonly day: string; readonly minor: Readonly<Record<string, bigint>> };
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
  readonly attempts: number;
  readonly redriven: boolean;
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
  readonly workState: string;
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
  readonly commandId: string | null;
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
  readonly commands: readonly CommandRow[];
}

/** A version of the rules, with what the worlds change of them; limits in major units. */
export interface RuleSetRow {
  readonly version: number;
  /** Append time of the first event that it judges. */
  readonly effectiveFrom: number;
  readonly slaMs: number;
  readonly secondPersonAbove: bigint;
  readonly operatorLimit: bigint | null;
  readonly adminLimit: bigint | null;
  readonly autoResolve: readonly AutoResolveRow[];
}

export interface AutoResolveRow {
  readonly name: string;
  readonly reasons: readonly string[];
  readonly caps: ReadonlyMap<string, { readonly itemMinor: bigint; readonly dayMinor: bigint }>;
}

/** What somebody asked for, and what they were told. */
export interface CommandRow {
  readonly id: string;
  readonly partition: number;
  readonly txnId: string | null;
  readonly verb: string;
  readonly actor: string;
  readonly subject: string;
  readonly roles: readonly string[];
  /** The fields of the verb. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly requestedAt: number;
  /** It makes no sense, and must be refused with this code whatever it is about. */
  readonly nonsense: string | null;
  /** Null while it waits. */
  readonly outcome: Readonly<Record<string, unknown>> | null;
}

/** What must hold, as people read it where it does not. */
export const INVARIANTS = {
  I1: 'every record read is kept once, as raw event or dead letter, and nothing else is',
  I2: 'every verdict is the one that the contract gives what had been read when it was given',
  I3: 'positions, epochs, flushes and lane time never go back, and no gap is passed over untold',
  I4: 'each lane’s audit chain has no gap and ties each row to the one before',
  I5: 'counters, statistics and open deadlines say what the rows say',
  I7: 'in the end the log has been read to its end',
  I8: 'what people ask is done once, in order, as the contract says; policies keep to their caps',
  TRUTH: 'the workload knows what must come of it',
} as const;
export type Invariant = keyof typeof INVARIANTS;

/** Something that must not be. */
export interface Violation {
  readonly invariant: Invariant;
  readonly where: string;
  readonly what: string;
}
