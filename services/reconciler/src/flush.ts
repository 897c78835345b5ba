import { SOURCES, TieoutError, type RuleSet, type Source, type SourceEvent, type TxnId } from '@tieout/core';
import type { SourceReader } from '@tieout/sources';
import {
  laneChain,
  type CacheChange,
  type Deadline,
  type FlushRecord,
  type LaneHead,
  type LaneStorage,
  type LaneTransaction,
  type PerSource,
  type ResultWrite,
  type StoredTransaction,
} from '@tieout/store';
import type { RefusedValues } from './bisection.ts';
import { flushRecord } from './flush-record.ts';
import { DayLedger } from './day-ledger.ts';
import { docketOf, EMPTY_DOCKET, type Declined, type Docket } from './docket.ts';
import type { Taken } from './intake.ts';
import { judgeTransaction, sweepBackMs, type Court, type Judgement } from './judgement.ts';
import type { LaneCache } from './lane-cache.ts';
import type { LaneProgress, LaneTime } from './lane-time.ts';
import type { Clock } from './ports.ts';
import {
  deadLetterOf,
  eventsByTransaction,
  readRecords,
  type LaneIdentity,
  type ReadRecords,
} from './records.ts';

/** Rewritings of one flush's results before something must be wrong: after the first, the row's lock keeps them as they were read. */
const WRITES_MAX = 3;

export interface FlushParts {
  readonly lane: LaneIdentity;
  readonly storage: LaneStorage;
  readonly cache: LaneCache;
  readonly readers: PerSource<SourceReader>;
  readonly clock: Clock;
  readonly laneTime: LaneTime;
  readonly refused: RefusedValues;
}

export interface FlushInput {
  readonly head: LaneHead;
  readonly ruleSets: readonly RuleSet[];
  readonly taken: Taken;
  readonly dueMax: number;
  /** Of those that wait; the others are not looked at. */
  readonly commandsMax: number;
  /** The owner's name, where this is its first flush. */
  readonly takenBy: string | null;
}

/** What was committed. */
export interface Flushed {
  readonly kind: 'flushed';
  readonly record: FlushRecord;
  readonly judgements: readonly Judgement[];
  readonly due: number;
  readonly refolded: number;
  /** More deadlines or commands wait than one flush takes. */
  readonly moreWaits: boolean;
}

/** What an attempt held that the store refused: so that the caller can divide it. */
export interface FlushRefused {
  readonly kind: 'refused';
  readonly records: Taken['records'];
  readonly due: readonly TxnId[];
  /** Ids of the commands. */
  readonly commands: readonly string[];
  readonly error: TieoutError;
}

/** The lane's row was not as expected. */
export interface FlushOvertaken {
  readonly kind: 'overtaken';
  readonly now: LaneHead;
}

/**
 * One flush, from records to a committed transaction, in about ten round trips whatever its size.
 *
 * @throws {TieoutError} retriable ones, having changed nothing; LANE_LOST
 */
export async function flush(
  parts: FlushParts,
  input: FlushInput,
): Promise<Flushed | FlushRefused | FlushOvertaken> {
  const { head, ruleSets, taken, dueMax, commandsMax } = input;
  const read = divertRefused(await readRecords(taken.records, parts.lane, parts.readers), taken, parts);
  const records = taken.records.slice(0, read.count);
  const positions = positionsAfter(input, read.count);
  const events = eventsByTransaction(read.raw);
  const candidate = parts.laneTime.after(head, {
    positions,
    lastAppendTimes: lastAppendTimes(records),
  });
  const window = { laneTime: head.laneTime, sweepBackMs: sweepBackMs(ruleSets) };
  const loaded = await parts.cache.load([...events.keys()], candidate.laneTime, dueMax, window);
  const progress = { ...candidate, laneTime: laneTimeFiring(head, candidate, loaded.due, dueMax) };
  const due = loaded.due.map(({ txnId }) => txnId).filter((id) => !parts.refused.isDue(id));

  const share = new DayLedger(head.autoResolved, progress.laneTime, head.partitionCount);
  const court: Court = {
    ruleSets,
    laneTime: progress.laneTime,
    at: parts.clock.now(),
    topics: parts.lane.topics,
    sweepBackMs: window.sweepBackMs,
    share,
  };
  const bench = new Bench(court, share, events, new Set(due));
  bench.judge(new Set([...events.keys(), ...due]), loaded.transactions);

  const begun = await parts.storage.begin(head);
  if ('moved' in begun) return { kind: 'overtaken', now: begun.moved };
  const commands = begun.commands.slice(0, commandsMax);
  try {
    bench.open(docketOf(commands, (id) => parts.refused.command(id)));
    const refolded = await writeResults(begun, bench);
    const record = flushRecord({
      ...input,
      from: head,
      at: court.at,
      topics: parts.lane.topics,
      read,
      positions,
      progress,
      // The others are taken again with what could not be read yet.
      losses: taken.losses.filter(({ source, to }) => to <= positions[source]),
      judgements: bench.judgements,
      declined: bench.declined,
      autoResolved: share.total,
    });
    await commit(parts.storage, begun, record);
    parts.cache.apply(cacheChange(bench.judgements, loaded.due, record));
    const moreWaits =
      (dueMax > 0 && loaded.due.length >= dueMax) || (commandsMax > 0 && commands.length >= commandsMax);
    return { kind: 'flushed', record, judgements: bench.judgements, due: due.length, refolded, moreWaits };
  } catch (error) {
    await begun.abandon();
    if (error instanceof TieoutError && error.code === 'STORE_REFUSED')
      return { kind: 'refused', records, due, commands: commands.map(({ id }) => id), error };
    throw error;
  }
}

const UNKNOWN_TRANSACTION = {
  kind: 'declined',
  code: 'TXN_NOT_FOUND',
  error: 'the lane knows of no such transaction',
} as const;

/** The transactions of one flush, each judged from the best that is known of it. */
export class Bench {
  readonly #court: Court;
  readonly #share: DayLedger;
  readonly #events: ReadonlyMap<TxnId, readonly SourceEvent[]>;
  readonly #due: ReadonlySet<TxnId>;
  readonly #judgements = new Map<TxnId, Judgement>();
  #docket = EMPTY_DOCKET;

  constructor(
    court: Court,
    share: DayLedger,
    events: ReadonlyMap<TxnId, readonly SourceEvent[]>,
    due: ReadonlySet<TxnId>,
  ) {
    this.#court = court;
    this.#share = share;
    this.#events = events;
    this.#due = due;
  }

  get judgements(): Judgement[] {
    return [...this.#judgements.values()];
  }

  /** What people asked for and do not get, without any transaction to be heard with. */
  get declined(): Declined[] {
    const { asked, declined } = this.#docket;
    const all = [...declined];
    for (const [txnId, requests] of asked) {
      if (this.#judgements.has(txnId)) continue;
      for (const one of requests) all.push({ ...one, ...UNKNOWN_TRANSACTION });
    }
    return all;
  }

  /** From now on transactions are judged with what people ask of them. */
  open(docket: Docket): void {
    this.#docket = docket;
  }

  /**
   * Those that must be judged by what storage knows: what people act on is never taken from the cache, and where nothing has to be written the
   * writing would not have found out that the cache was wrong.
   */
  get takenOnTrust(): TxnId[] {
    const unwritten = this.judgements.filter(({ write }) => write === null).map(({ txnId }) => txnId);
    return [...new Set([...unwritten, ...this.#docket.asked.keys()])];
  }

  /** @returns what has to be written of these */
  judge(txnIds: Iterable<TxnId>, known: ReadonlyMap<TxnId, StoredTransaction>): ResultWrite[] {
    const writes: ResultWrite[] = [];
    for (const txnId of txnIds) {
      const events = this.#events.get(txnId) ?? [];
      const isDue = this.#due.has(txnId);
      const asked = this.#docket.asked.get(txnId) ?? [];
      this.#share.release(txnId);
      const judgement = judgeTransaction(this.#court, txnId, known.get(txnId), events, isDue, asked);
      if (judgement === undefined) this.#judgements.delete(txnId);
      else this.#judgements.set(txnId, judgement);
      if (judgement?.auto) this.#share.grant(txnId, judgement.auto, judgement.verdict.currency);
      if (judgement?.write) writes.push(judgement.write);
    }
    return writes;
  }
}

/**
 * Whatever the cache did not know, or knew wrongly, is found out here, read by key, folded again and written: one path for all of it. An event
 * that came before writes nothing, and may be in the cache only: of a flush that a restored database has never seen.
 */
export async function writeResults(transaction: LaneTransaction, bench: Bench): Promise<number> {
  const { takenOnTrust } = bench;
  if (takenOnTrust.length > 0) bench.judge(takenOnTrust, byId(await transaction.load(takenOnTrust)));
  let writes = bench.judgements.flatMap(({ write }) => write ?? []);
  let refolded = 0;
  for (let attempt = 0; attempt < WRITES_MAX; attempt++) {
    const stale = await transaction.write(writes);
    if (stale.length === 0) return refolded;
    refolded += stale.length;
    writes = bench.judge(stale, byId(await transaction.load(stale)));
  }
  throw new TieoutError('INVALID_STATE', `results kept changing under the lane's lock`);
}

const byId = (stored: readonly StoredTransaction[]): Map<TxnId, StoredTransaction> =>
  new Map(stored.map((one) => [one.txnId, one]));

export async function commit(
  storage: LaneStorage,
  transaction: LaneTransaction,
  record: FlushRecord,
): Promise<void> {
  try {
    await transaction.commit(record);
  } catch (error) {
    if (!(error instanceof TieoutError) || error.code !== 'COMMIT_UNKNOWN') throw error;
    const now = await storage.settle(record.head);
    if (now.epoch !== record.head.epoch)
      throw new TieoutError('LANE_LOST', 'another owner took the lane during a commit', { cause: error });
    if (now.flushNumber !== record.head.flushNumber)
      throw new TieoutError('POSTGRES_UNAVAILABLE', 'the commit without an answer was none', {
        cause: error,
      });
  }
}

/** Lane time passes no deadline that has not fired: so what is open and due can always be found near it. */
function laneTimeFiring(
  head: LaneHead,
  candidate: LaneProgress,
  due: readonly Deadline[],
  dueMax: number,
): number {
  if (dueMax === 0) return head.laneTime;
  const last = due.at(-1);
  if (last === undefined || due.length < dueMax) return candidate.laneTime;
  return Math.max(head.laneTime, Math.min(candidate.laneTime, last.dueAt));
}

export function cacheChange(
  judgements: readonly Judgement[],
  fired: readonly Deadline[],
  { head, audit }: FlushRecord,
): CacheChange {
  const put: { txnId: TxnId; packed: Buffer; dueAt: number }[] = [];
  const kept = new Set<TxnId>();
  const drop: TxnId[] = [];
  for (const { txnId, verdict, write } of judgements) {
    const dueAt = verdict.nextDueAt;
    if (dueAt === null) drop.push(txnId);
    else if (write !== null) put.push({ txnId, packed: write.packed, dueAt });
    kept.add(txnId);
  }
  // A deadline of something that is not there.
  for (const { txnId } of fired) if (!kept.has(txnId)) drop.push(txnId);
  const reached = audit.length > 0 ? { chain: laneChain(head.partition), seq: head.chain.seq } : null;
  return { put, drop, reached };
}

/** What the store refused before goes to the dead letters this time. */
function divertRefused(read: ReadRecords, { records }: Taken, parts: FlushParts): ReadRecords {
  const letters: ReadRecords['deadLetters'][number][] = [];
  for (const queued of records.slice(0, read.count)) {
    const error = parts.refused.record(queued.source, queued.record.offset);
    if (error === undefined) continue;
    const reader = parts.readers[queued.source];
    letters.push(deadLetterOf(queued, parts.lane, reader, 'STORE_REFUSED', error));
  }
  if (letters.length === 0) return read;
  const isOffered = (source: Source, offset: bigint): boolean =>
    parts.refused.record(source, offset) === undefined;
  return {
    count: read.count,
    raw: read.raw.filter(({ event }) => isOffered(event.source, event.offset)),
    deadLetters: [...read.deadLetters.filter(({ source, offset }) => isOffered(source, offset)), ...letters],
  };
}

/** Where only the first records could be read, the position is behind the last of them. */
function positionsAfter({ taken, head }: FlushInput, count: number): PerSource<bigint> {
  if (count === taken.records.length) return taken.positions;
  const positions = { ...head.positions };
  for (const { source, record } of taken.records.slice(0, count)) positions[source] = record.offset + 1n;
  return positions;
}

function lastAppendTimes(records: Taken['records']): PerSource<number | null> {
  const last: Record<Source, number | null> = { core: null, gateway: null, mobile: null };
  for (const { source, record } of records) last[source] = record.appendTime;
  return last;
}

/** Whether a flush of this would change anything but the lane's time. */
export function isEmpty({ records, losses, positions }: Taken, head: LaneHead): boolean {
  return (
    records.length === 0 &&
    losses.length === 0 &&
    SOURCES.every((source) => positions[source] === head.positions[source])
  );
}
