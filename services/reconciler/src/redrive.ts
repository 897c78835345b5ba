import { isTxnId, TieoutError, type RuleSet, type TxnId } from '@tieout/core';
import {
  appendToChain,
  laneChain,
  type AuditEntry,
  type FlushRecord,
  type LaneHead,
  type Redrive,
} from '@tieout/store';
import { Bench } from './bench.ts';
import { flushRecord, rawDigest } from './flush-record.ts';
import { cacheChange, commit, writeResults } from './flush-writing.ts';
import type { Flushed, FlushOvertaken, FlushParts } from './flush.ts';
import type { Judgement } from './judgement.ts';
import { eventsByTransaction } from './records.ts';
import { refusedAgain, type DecodedAgain } from './redrive-decoding.ts';

export interface RedriveInput {
  readonly head: LaneHead;
  readonly ruleSets: readonly RuleSet[];
  readonly redrive: Redrive;
  readonly decoded: DecodedAgain;
}

/**
 * Writes what came of decoding a dead letter again: a record that is right by now is kept and judged at its original position and append time. A flush of
 * its own: it is rare, and the store may refuse it.
 *
 * @throws {TieoutError} as a flush does
 */
export async function redrive(parts: FlushParts, input: RedriveInput): Promise<Flushed | FlushOvertaken> {
  try {
    return await carryOut(parts, input);
  } catch (error) {
    const refused = error instanceof TieoutError && error.code === 'STORE_REFUSED';
    if (!refused || input.decoded.raw === null) throw error;
    return carryOut(parts, { ...input, decoded: refusedAgain('STORE_REFUSED', error.message) });
  }
}

async function carryOut(
  parts: FlushParts,
  { head, ruleSets, redrive: asked, decoded }: RedriveInput,
): Promise<Flushed | FlushOvertaken> {
  const { lane, storage, cache, clock } = parts;
  const at = clock.now();
  const events = eventsByTransaction(decoded.raw === null ? [] : [decoded.raw]);
  const bench = new Bench({
    head,
    ruleSets,
    laneTime: head.laneTime,
    at,
    topics: lane.topics,
    events,
    due: new Set(),
  });
  // Taken as new, like a miss of the cache: the write finds out what is known of it.
  bench.judge([...events.keys()], new Map());
  const begun = await storage.begin(head);
  if ('moved' in begun) return { kind: 'overtaken', now: begun.moved };
  try {
    const refolded = await writeResults(begun, bench);
    const { judgements } = bench;
    const entry = redriveEntry(asked, decoded, at);
    const record = redriveRecord(parts, head, decoded, judgements, bench.autoResolved, entry);
    const { commandId, position } = asked;
    await begun.finishRedrive({ commandId, position, outcome: decoded.outcome, at, letter: decoded.letter });
    await commit(storage, begun, record);
    cache.apply(cacheChange(judgements, [], record));
    return { kind: 'flushed', record, judgements, due: 0, refolded, moreWaits: false };
  } catch (error) {
    await begun.abandon();
    throw error;
  }
}

/** As of a flush that read nothing of the log: positions, progress and what has arrived stay as they are. */
function redriveRecord(
  { lane }: FlushParts,
  head: LaneHead,
  { raw }: DecodedAgain,
  judgements: readonly Judgement[],
  autoResolved: LaneHead['autoResolved'],
  entry: AuditEntry,
): FlushRecord {
  const record = flushRecord({
    from: head,
    at: entry.at,
    topics: lane.topics,
    read: { raw: [], deadLetters: [], count: 0 },
    positions: head.positions,
    progress: { progress: head.progress, laneTime: head.laneTime },
    losses: [],
    judgements,
    declined: [],
    autoResolved,
    takenBy: null,
  });
  const chain = appendToChain(laneChain(lane.partition), record.head.chain, [entry]);
  const { event } = raw ?? {};
  const counted: FlushRecord['stats'] =
    event === undefined
      ? []
      : [
          {
            measure: 'judged',
            key: event.source,
            currency: event.currency,
            count: 1,
            amountMinor: event.amountMinor,
          },
          { measure: 'redriven', key: event.source, currency: '', count: 1, amountMinor: 0n },
        ];
  return {
    ...record,
    raw: raw === null ? [] : [raw],
    audit: [...record.audit, ...chain.rows],
    stats: [...record.stats, ...counted],
    head: { ...record.head, chain: chain.head },
  };
}

/** Its facts with their keys in ascending order. A record accepted now lies in no flush's range: its digest stands here. */
function redriveEntry(
  { commandId, actor, position, letter }: Redrive,
  { outcome, raw }: DecodedAgain,
  at: number,
): AuditEntry {
  const { topic, partition, offset } = position;
  return {
    at,
    actor,
    action: 'REDRIVE',
    txnId: outcome.result === 'refused' ? idOf(letter?.key ?? null) : outcome.txn_id,
    commandId,
    facts: {
      attempt: letter === null || letter.redriven ? null : letter.attempts + 1,
      code: outcome.result === 'refused' ? outcome.code : null,
      error: outcome.result === 'refused' ? outcome.error : null,
      offset: offset.toString(),
      partition,
      published_to: outcome.result === 'published' ? outcome.position : null,
      result: outcome.result,
      sha256: raw && rawDigest([raw]),
      source: raw && raw.event.source,
      topic,
      was: letter?.code ?? null,
    },
  };
}

function idOf(key: Buffer | null): TxnId | null {
  const text = key?.toString('utf8') ?? '';
  return isTxnId(text) ? text : null;
}
