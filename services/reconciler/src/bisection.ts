import type { Source, TxnId } from '@tieout/core';
import { COMMANDS_MAX } from '@tieout/store';
import type { LaneLimits } from './limits.ts';

/** What one flush may take. */
export interface Attempt {
  readonly recordsMax: number;
  readonly dueMax: number;
  readonly commandsMax: number;
}

/** What a refused attempt held. */
export interface Refused {
  readonly records: number;
  readonly due: number;
  readonly commands: number;
}

type Kind = keyof Refused;
const KINDS: readonly Kind[] = ['records', 'due', 'commands'];

/**
 * Finds the one value the store refuses: after a refusal records, deadlines and commands are flushed apart, in halves, until one is left. Each
 * half that passes is committed, so the neighbours of the culprit never wait for it.
 */
export class Bisection {
  readonly #full: Readonly<Record<Kind, number>>;
  /** Of which kind alone the next attempt is; null: of all. */
  #kind: Kind | null = null;
  #size = 0;

  constructor(limits: LaneLimits) {
    this.#full = { records: limits.flushRecordsMax, due: limits.flushDueMax, commands: COMMANDS_MAX };
  }

  next(): Attempt {
    const most = (kind: Kind): number => {
      if (this.#kind === null) return this.#full[kind];
      return kind === this.#kind ? this.#size : 0;
    };
    return { recordsMax: most('records'), dueMax: most('due'), commandsMax: most('commands') };
  }

  /** Returns true where the attempt held one thing only: the culprit. */
  refused(held: Refused): boolean {
    if (held.records + held.due + held.commands <= 1) return true;
    this.#kind ??= KINDS.find((kind) => held[kind] > 0) ?? 'records';
    this.#size = Math.max(1, Math.floor(held[this.#kind] / 2));
    return false;
  }

  passed(): void {
    if (this.#kind === null) return;
    this.#size *= 2;
    if (this.#size <= this.#full[this.#kind]) return;
    this.#kind = KINDS[KINDS.indexOf(this.#kind) + 1] ?? null;
    if (this.#kind !== null) this.#size = this.#full[this.#kind];
  }
}

/** What the store refused for good: never offered to it again. */
export class RefusedValues {
  readonly #records = new Map<string, string>();
  readonly #due = new Set<TxnId>();
  readonly #commands = new Map<string, string>();

  addRecord(source: Source, offset: bigint, error: string): void {
    this.#records.set(`${source} ${offset}`, error);
  }

  /** Why this record is refused, if it is. */
  record(source: Source, offset: bigint): string | undefined {
    return this.#records.size === 0 ? undefined : this.#records.get(`${source} ${offset}`);
  }

  addDue(txnId: TxnId): void {
    this.#due.add(txnId);
  }

  isDue(txnId: TxnId): boolean {
    return this.#due.has(txnId);
  }

  addCommand(id: string, error: string): void {
    this.#commands.set(id, error);
  }

  /** Why what came of this command is refused, if it is. */
  command(id: string): string | undefined {
    return this.#commands.get(id);
  }
}
