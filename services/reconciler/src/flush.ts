import { SOURCES, TieoutError, type RuleSet, type Source, type TxnId } from '@tieout/core';
import type { SourceReader } from '@tieout/sources';
import type { FlushRecord, LaneHead, LaneStorage, PerSource } from '@tieout/store';
import { Bench } from './bench.ts';
import type { RefusedValues } from './bisection.ts';
import { docketOf } from './docket.ts';
import { firing } from './firing.ts';
import { flushRecord } from './flush-record.ts';
import { cacheChange, commit, writeResults } from './flush-writing.ts';
import type { Taken } from './intake.ts';
import { sweepBackMs, type Judgement } from './judgement.ts';
import type { LaneCache } from './lane-cache.ts';
import type { LaneTime } from './lane-time.ts';
import type { Clock } from './ports.ts';
import {
  deadLetterOf,
  eventsByTransaction,
  readRecords,
  type LaneIdentity,
  type ReadRecords,
} from './records.ts';

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
 * One flush, from records to a committed transaction, in about a dozen round trips whatever its size.
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
  const { fired, laneTime } = firing(loaded.due, dueMax, head.laneTime, candidate.laneTime);
  const progress = { ...candidate, laneTime };
  const due = fired.map(({ txnId }) => txnId).filter((id) => !parts.refused.isDue(id));

  const at = parts.clock.now();
  const bench = new Bench({
    head,
    ruleSets,
    laneTime: progress.laneTime,
    at,
    topics: parts.lane.topics,
    events,
    due: new Set(due),
  });
  bench.judge([...new Set([...events.keys(), ...due])], loaded.transactions);

  const begun = await parts.storage.begin(head);
  if ('moved' in begun) return { kind: 'overtaken', now: begun.moved };
  const commands = begun.commands.slice(0, commandsMax);
  try {
    bench.open(docketOf(commands, (id) => parts.refused.command(id)));
    const refolded = await writeResults(begun, bench);
    const record = flushRecord({
      ...input,
      from: head,
      at,
      topics: parts.lane.topics,
      read,
      positions,
      progress,
      // The others are taken again with what could not be read yet.
      losses: taken.losses.filter(({ source, to }) => to <= positions[source]),
      judgements: bench.judgements,
      declined: bench.declined,
      autoResolved: bench.autoResolved,
    });
    await commit(parts.storage, begun, record);
    parts.cache.apply(cacheChange(bench.judgements, fired, record));
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
