import { TieoutError, type RuleSet, type TxnId, type Verdict, type WorkState } from '@tieout/core';
import { CHAIN_START, type AuditRow } from '../audit/chain.ts';
import {
  COMMANDS_MAX,
  type AnsweredCommand,
  type Command,
  type CommandOutcome,
  type DeadLetter,
  type FlushRecord,
  type LaneHead,
  type RawEvent,
  type ResultWrite,
  type StatIncrement,
} from '../lane-ports.ts';
import {
  REDRIVE_VERB,
  type FinishedRedrive,
  type RecordPosition,
  type Redrive,
  type RedriveOutcome,
  type WaitingLetter,
} from '../redrive.ts';
import { refuses } from './refusals.ts';

const MINUTE_MS = 60_000;
/** Where a lane's clocks begin, long before any event. */
const BEGINNING = Date.UTC(2000, 0, 1);

export interface LaneRow {
  readonly head: LaneHead;
  readonly owner: string;
  readonly halted: string | null;
}

export interface ResultRow {
  readonly txnId: TxnId;
  readonly revision: number;
  readonly packed: Buffer;
  readonly verdict: Verdict;
  readonly workState: WorkState;
  readonly brokenAt: number | null;
  readonly updatedAt: number;
  readonly lateDueAt: number | null;
}

/** One row of `stats_minute`. */
export interface StatRow extends StatIncrement {
  readonly partition: number;
  /** ms UTC at which the minute begins. */
  readonly minute: number;
}

/** One row of `commands`. */
export interface CommandRow extends Command {
  readonly partition: number;
  /** Null while it waits. */
  readonly answer: { readonly at: number; readonly outcome: CommandOutcome | RedriveOutcome } | null;
}

/** One row of `dead_letters`. */
export interface LetterRow extends DeadLetter {
  readonly attempts: number;
  readonly redrivenAt: number | null;
}

/** All that is committed, for whoever audits it: each row a copy of what the lane gave, in the order in which it came. */
export interface MemoryContent {
  readonly lanes: ReadonlyMap<number, LaneRow>;
  results(partition: number): ReadonlyMap<TxnId, ResultRow>;
  readonly rawEvents: readonly RawEvent[];
  readonly deadLetters: readonly LetterRow[];
  readonly auditRows: readonly AuditRow[];
  readonly stats: readonly StatRow[];
  readonly commands: ReadonlyMap<string, CommandRow>;
  /** By version. */
  readonly ruleSets: readonly RuleSet[];
}

/** The tables, without locks and owners: a flush that may commit is added whole or, where a value is refused, not at all. */
export class Tables implements MemoryContent {
  readonly lanes = new Map<number, LaneRow>();
  readonly rawEvents: RawEvent[] = [];
  readonly deadLetters: LetterRow[] = [];
  readonly auditRows: AuditRow[] = [];
  readonly commands = new Map<string, CommandRow>();
  ruleSets: readonly RuleSet[] = [];
  readonly #results = new Map<number, Map<TxnId, ResultRow>>();
  readonly #stats = new Map<string, StatRow>();
  /** Keys of the tables above in which each row is written once. */
  readonly #keys = new Set<string>();

  get stats(): readonly StatRow[] {
    return [...this.#stats.values()];
  }

  results(partition: number): Map<TxnId, ResultRow> {
    let rows = this.#results.get(partition);
    if (rows === undefined) this.#results.set(partition, (rows = new Map<TxnId, ResultRow>()));
    return rows;
  }

  /** @throws {TieoutError} LANE_LOST where the lane was never taken */
  lane(partition: number): LaneRow {
    const row = this.lanes.get(partition);
    if (row === undefined) throw new TieoutError('LANE_LOST', 'the lane has no row');
    return row;
  }

  /** Actions on transactions that wait for the lane, the first asked for first. */
  waiting(partition: number): Command[] {
    return this.#waiting(partition)
      .filter(({ verb }) => verb !== REDRIVE_VERB)
      .slice(0, COMMANDS_MAX)
      .map(({ id, txnId, verb, actor, body, requestedAt }) => ({
        id,
        txnId,
        verb,
        actor,
        body: structuredClone(body),
        requestedAt,
      }));
  }

  waitingRedrives(partition: number, limit: number): Redrive[] {
    return this.#waiting(partition)
      .filter(({ verb }) => verb === REDRIVE_VERB)
      .slice(0, limit)
      .map(({ id, actor, body }) => {
        const position = { ...bodyOf(body), partition };
        const letter = this.deadLetters[this.#letterAt(position)];
        return {
          commandId: id,
          actor,
          position,
          letter: letter === undefined ? null : waitingLetter(letter),
        };
      });
  }

  /**
   * @param redrive what the flush was about, where it was about one
   * @throws {TieoutError} STORE_REFUSED, with nothing added
   */
  addFlush(
    record: FlushRecord,
    written: ReadonlyMap<TxnId, ResultRow>,
    redrive: FinishedRedrive | null,
  ): void {
    const { head, raw, audit, deadLetters, stats, commands, at } = record;
    const redriven = redrive === null ? [] : [{ id: redrive.commandId, outcome: redrive.outcome }];
    const answered = this.#answered([...commands, ...redriven], at);
    this.#addKeys(
      [
        ...raw.map(({ event }) => `raw ${event.source} ${event.partition} ${event.offset}`),
        ...audit.map(({ chain, seq }) => `audit ${chain} ${seq}`),
        ...deadLetters.map(({ topic, partition, offset }) => `letter ${topic} ${partition} ${offset}`),
      ],
      record,
    );
    for (const event of raw) this.rawEvents.push(copyRaw(event));
    for (const row of audit) this.auditRows.push(copyAudit(row));
    for (const letter of deadLetters)
      this.deadLetters.push({ ...copyLetter(letter), attempts: 0, redrivenAt: null });
    if (redrive !== null) this.#moveOn(redrive);
    for (const row of answered) this.commands.set(row.id, row);
    for (const stat of stats) this.#count(head.partition, Math.floor(at / MINUTE_MS) * MINUTE_MS, stat);
    const results = this.results(head.partition);
    for (const [txnId, row] of written) results.set(txnId, row);
    this.lanes.set(head.partition, { ...this.lane(head.partition), head: copyHead(head) });
  }

  /** @throws {TieoutError} INVALID_STATE where one of them no longer waits */
  #answered(
    commands: readonly (Pick<AnsweredCommand, 'id'> & {
      readonly outcome: CommandOutcome | RedriveOutcome;
    })[],
    at: number,
  ): CommandRow[] {
    if (new Set(commands.map(({ id }) => id)).size < commands.length)
      throw new TieoutError('INVALID_STATE', 'a command is answered twice');
    return commands.map(({ id, outcome }) => {
      const row = this.commands.get(id);
      if (row === undefined || row.answer !== null)
        throw new TieoutError('INVALID_STATE', `command ${id} no longer waits`);
      return { ...row, answer: { at, outcome: { ...outcome } } };
    });
  }

  #waiting(partition: number): CommandRow[] {
    return [...this.commands.values()]
      .filter((row) => row.partition === partition && row.answer === null)
      .toSorted((a, b) => a.requestedAt - b.requestedAt || (a.id < b.id ? -1 : 1));
  }

  #letterAt({ topic, partition, offset }: RecordPosition): number {
    return this.deadLetters.findIndex(
      (one) => one.topic === topic && one.partition === partition && one.offset === offset,
    );
  }

  #moveOn({ position, letter, at }: FinishedRedrive): void {
    if (letter === null) return;
    const index = this.#letterAt(position);
    const row = this.deadLetters[index];
    if (row === undefined || row.redrivenAt !== null)
      throw new TieoutError('INVALID_STATE', 'a redrive is no longer what was read');
    const attempts = row.attempts + 1;
    const { code, error } = letter.redriven ? row : letter;
    this.deadLetters[index] = { ...row, attempts, code, error, redrivenAt: letter.redriven ? at : null };
  }

  #addKeys(keys: readonly string[], record: FlushRecord): void {
    const added = new Set(keys);
    const problem =
      (added.size < keys.length ? 'a row comes twice' : undefined) ??
      (keys.some((key) => this.#keys.has(key)) ? 'a row is there already' : undefined) ??
      refuses(record);
    if (problem !== undefined) throw new TieoutError('STORE_REFUSED', problem);
    for (const key of keys) this.#keys.add(key);
  }

  #count(partition: number, minute: number, stat: StatIncrement): void {
    const key = `${minute} ${stat.measure} ${stat.key} ${stat.currency} ${partition}`;
    const known = this.#stats.get(key);
    this.#stats.set(key, {
      ...stat,
      partition,
      minute,
      count: stat.count + (known?.count ?? 0),
      amountMinor: stat.amountMinor + (known?.amountMinor ?? 0n),
    });
  }
}

export function newLane(partition: number, partitionCount: number, owner: string): LaneRow {
  return {
    owner,
    halted: null,
    head: {
      partition,
      partitionCount,
      epoch: 0n,
      flushNumber: 0n,
      rulesVersion: 1,
      positions: { core: 0n, gateway: 0n, mobile: 0n },
      progress: { core: BEGINNING, gateway: BEGINNING, mobile: BEGINNING },
      laneTime: BEGINNING,
      chain: CHAIN_START,
      statusCounts: {},
      arrived: { core: 0n, gateway: 0n, mobile: 0n },
      autoResolved: { day: '', minor: {} },
    },
  };
}

export function copyHead(head: LaneHead): LaneHead {
  return {
    ...head,
    positions: { ...head.positions },
    progress: { ...head.progress },
    chain: { seq: head.chain.seq, hash: Buffer.from(head.chain.hash) },
    statusCounts: { ...head.statusCounts },
    arrived: { ...head.arrived },
    autoResolved: { day: head.autoResolved.day, minor: { ...head.autoResolved.minor } },
  };
}

export function resultRow(result: ResultWrite): ResultRow {
  const { transaction, packed, verdict, workState, updatedAt, lateDueAt } = result;
  const { txnId, revision, state } = transaction;
  return {
    txnId,
    revision,
    packed: Buffer.from(packed),
    verdict: copyVerdict(verdict),
    workState,
    brokenAt: state.brokenAt,
    updatedAt,
    lateDueAt,
  };
}

function copyVerdict(verdict: Verdict): Verdict {
  const { core, gateway, mobile } = verdict.legs;
  return {
    ...verdict,
    reasons: [...verdict.reasons],
    hints: [...verdict.hints],
    sources: [...verdict.sources],
    missing: [...verdict.missing],
    awaited: [...verdict.awaited],
    legs: { core: core && { ...core }, gateway: gateway && { ...gateway }, mobile: mobile && { ...mobile } },
    late: [...verdict.late],
  };
}

function copyRaw({ event, schemaId, payload }: RawEvent): RawEvent {
  return { event: { ...event }, schemaId, payload: Buffer.from(payload) };
}

function copyAudit(row: AuditRow): AuditRow {
  return {
    ...row,
    detail: Buffer.from(row.detail),
    prevHash: Buffer.from(row.prevHash),
    hash: Buffer.from(row.hash),
  };
}

function bodyOf(body: unknown): Pick<RecordPosition, 'topic' | 'offset'> {
  if (
    typeof body === 'object' &&
    body !== null &&
    'topic' in body &&
    'offset' in body &&
    typeof body.topic === 'string' &&
    typeof body.offset === 'string'
  )
    return { topic: body.topic, offset: BigInt(body.offset) };
  throw new TieoutError('INVALID_STATE', 'a redrive names no record');
}

function waitingLetter({ redrivenAt, ...letter }: LetterRow): WaitingLetter {
  return { ...letter, redriven: redrivenAt !== null };
}

function copyLetter(letter: DeadLetter): DeadLetter {
  const { key, payload, headers } = letter;
  return {
    ...letter,
    key: key && Buffer.from(key),
    payload: payload && Buffer.from(payload),
    headers: { ...headers },
  };
}
