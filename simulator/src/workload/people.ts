import { REFERENCED_CODES, RESOLUTION_CODES, txnId as toTxnId, type TxnId } from '@tieout/core';
import type { Random } from '@tieout/producers';
import { unpackTransaction } from '@tieout/store';
import type { MemoryLaneStorage, ResultRow } from '@tieout/store/memory';
import { LATE_SCHEMA_ID, type VirtualRegistry } from '../log/registry.ts';
import type { Trace } from '../world/trace.ts';
import type { VirtualTime } from '../world/virtual-time.ts';
import { UNSTORABLE } from './poison.ts';

/** What somebody asked for, as they know it themselves. */
export interface Asked {
  readonly id: string;
  readonly partition: number;
  readonly txnId: string | null;
  readonly verb: string;
  readonly actor: string;
  readonly subject: string;
  readonly roles: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
  readonly requestedAt: number;
  /** It makes no sense, and must be refused with this code. */
  readonly nonsense: string | null;
}

type Wish = Pick<Asked, 'partition' | 'txnId' | 'verb' | 'fields'> & { readonly nonsense?: string };

interface Row extends ResultRow {
  readonly partition: number;
}

const PEOPLE = [
  { actor: 'user:olga', subject: 'subject-1', roles: ['operator'] },
  { actor: 'user:omar', subject: 'subject-2', roles: ['operator'] },
  { actor: 'user:ada', subject: 'subject-3', roles: ['operator', 'admin'] },
  { actor: 'user:vera', subject: 'subject-4', roles: ['viewer'] },
] as const;

const NOTE = 'seen, and settled with the bank';

export interface PeopleParts {
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly random: Random;
  readonly storage: MemoryLaneStorage;
  readonly registry: VirtualRegistry;
  readonly partitions: number;
}

/** Those who work with the breaks: each looks at a row, some look twice, and asks for something. */
export class People {
  readonly asked: Asked[] = [];
  readonly #parts: PeopleParts;
  #coming: number;

  /** @param count how often somebody asks for something, between `from` and `to` ms from now */
  constructor(parts: PeopleParts, { count, from, to }: { count: number; from: number; to: number }) {
    this.#parts = parts;
    this.#coming = count;
    for (let index = 0; index < count; index++)
      parts.time.after(parts.random.between(from, to), () => {
        this.#coming--;
        this.#act();
      });
  }

  /** Somebody will still ask for something. */
  get coming(): boolean {
    return this.#coming > 0;
  }

  /** Everything asked for was answered. */
  get done(): boolean {
    const { commands } = this.#parts.storage.content;
    return this.asked.every(({ id }) => (commands.get(id)?.answer ?? null) !== null);
  }

  #act(): void {
    const { random } = this.#parts;
    const ways: readonly (readonly [weight: number, wish: () => Wish | undefined])[] = [
      [6, () => this.#resolve()],
      [4, () => this.#decide('approve')],
      [1, () => this.#decide('return')],
      [2, () => this.#reopen()],
      [2, () => this.#assign()],
      [1, () => this.#comment(NOTE)],
      [2, () => this.#senseless()],
      [3, () => this.#redrive()],
    ];
    const wish = random.pick(ways.map(([weight, value]) => ({ weight, value })))();
    if (wish === undefined) return;
    this.#ask(wish);
    // Two people, or an impatient one.
    if (random.next() < 0.15) this.#ask(wish);
  }

  #ask({ partition, txnId, verb, fields, nonsense }: Wish): void {
    const { time, trace, storage } = this.#parts;
    const person = this.#one(PEOPLE);
    const id = `00000000-0000-4000-8000-${String(this.asked.length).padStart(12, '0')}`;
    const { actor, subject, roles } = person;
    const requestedAt = time.now;
    this.asked.push({
      id,
      partition,
      txnId,
      verb,
      fields,
      nonsense: nonsense ?? null,
      requestedAt,
      ...person,
    });
    trace.add(time.now, actor, `asks to ${verb} ${txnId ?? JSON.stringify(fields)} (${id.slice(-4)})`);
    const body = verb === 'redrive' ? fields : { by: { subject, roles }, ...fields };
    storage.request(partition, { id, txnId, verb, actor, body, requestedAt });
  }

  #resolve(): Wish | undefined {
    const { random } = this.#parts;
    const row = this.#row(({ verdict }) => verdict.status === 'MISMATCHED', 0.1);
    if (row === undefined) return undefined;
    const code = this.#one(RESOLUTION_CODES.filter((one) => one !== 'AUTO_POLICY'));
    const reference = REFERENCED_CODES.includes(code) || random.next() < 0.2 ? 'booking 1' : null;
    // Somebody decides on what they saw a while ago.
    const revision = random.next() < 0.15 ? Math.max(1, row.revision - 1) : row.revision;
    return this.#about(row, 'resolve', { code, note: NOTE, reference, revision });
  }

  #decide(verb: 'approve' | 'return'): Wish | undefined {
    const { random } = this.#parts;
    const row = this.#row(({ workState }) => workState === 'AWAITING_APPROVAL', 0.1);
    if (row === undefined) return undefined;
    const { proposal } = unpackTransaction(row.txnId, row.packed).state.work;
    const named = random.next() < 0.9 ? proposal?.commandId : undefined;
    const note = verb === 'return' || random.next() < 0.5 ? NOTE : null;
    return this.#about(row, verb, { proposal: named ?? '99999999-0000-4000-8000-000000000000', note });
  }

  #reopen(): Wish | undefined {
    const row = this.#row(({ verdict }) => verdict.status === 'RESOLVED', 0.1);
    return row && this.#about(row, 'reopen', { note: NOTE });
  }

  #assign(): Wish | undefined {
    const row = this.#row(() => true, 0);
    return row && this.#about(row, 'assign', { assignee: this.#one(['olga', 'omar', null]) });
  }

  #comment(note: string): Wish | undefined {
    const row = this.#row(() => true, 0);
    return row && this.#about(row, 'comment', { note });
  }

  #senseless(): Wish | undefined {
    const row = this.#row(() => true, 0);
    if (row === undefined) return undefined;
    const { partition } = row;
    const nobody: TxnId = toTxnId('T-nobody');
    return this.#one<Wish>([
      { ...this.#about(row, 'recheck', {}), nonsense: 'UNKNOWN_VERB' },
      { ...this.#about(row, 'reopen', { note: 'too short' }), nonsense: 'INVALID_COMMAND' },
      { ...this.#about(row, 'resolve', { code: 'ACCEPTED', note: NOTE }), nonsense: 'INVALID_COMMAND' },
      { partition, txnId: null, verb: 'comment', fields: { note: NOTE }, nonsense: 'INVALID_COMMAND' },
      { partition, txnId: nobody, verb: 'comment', fields: { note: NOTE } },
      { ...this.#about(row, 'comment', { note: UNSTORABLE }), nonsense: 'STORE_REFUSED' },
    ]);
  }

  /** Whoever wants a record decoded again has seen to its schema first. */
  #redrive(): Wish | undefined {
    const { random, storage, registry } = this.#parts;
    const { deadLetters } = storage.content;
    const letter = deadLetters[random.between(0, deadLetters.length - 1)];
    if (letter === undefined) return undefined;
    const { topic, partition, offset, payload, code } = letter;
    const schemaId = payload !== null && payload.length > 4 ? payload.readUInt32BE(1) : 0;
    if (code === 'UNKNOWN_SCHEMA' && schemaId >= LATE_SCHEMA_ID) registry.register(schemaId);
    const elsewhere = random.next() < 0.1 ? 1_000_000n : 0n;
    const fields = { topic, offset: (offset + elsewhere).toString() };
    return { partition, txnId: null, verb: 'redrive', fields };
  }

  #about({ partition, txnId }: Row, verb: string, fields: Asked['fields']): Wish {
    return { partition, txnId, verb, fields };
  }

  /** @param blindly how often it is any row at all: 0–1 */
  #row(fits: (row: ResultRow) => boolean, blindly: number): Row | undefined {
    const { random, storage, partitions } = this.#parts;
    const isAny = random.next() < blindly;
    const rows: Row[] = [];
    for (let partition = 0; partition < partitions; partition++)
      for (const row of storage.content.results(partition).values())
        if (isAny || fits(row)) rows.push({ ...row, partition });
    return rows[random.between(0, Math.max(0, rows.length - 1))];
  }

  #one<T>(from: readonly T[]): T {
    return this.#parts.random.pick(from.map((value) => ({ weight: 1, value })));
  }
}
