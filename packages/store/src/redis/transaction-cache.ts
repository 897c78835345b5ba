import { crc32 } from 'node:zlib';
import { isTxnId, TieoutError, type TxnId } from '@tieout/core';
import { Redis } from 'ioredis';
import { chunks } from '../chunks.ts';
import type { CacheChange, CacheLoad, Deadline, OwnedLane, TransactionCache } from '../lane-ports.ts';
import { unpackTransaction } from '../transaction/packing.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';

/** What the sentinel says. There is none where the server lost its content, whatever else was put into it since. */
const REBUILDING = 'rebuilding';
const WHOLE = 'whole';

/**
 * What a former owner leaves goes by itself, also where it comes back to life after it was forgotten. A lane in use renews its own with every change. The
 * sentinel goes first: deadlines that nobody renewed are told as lost before they are.
 */
const SENTINEL_MS = 3_600_000;
const DEADLINES_MS = 2 * SENTINEL_MS;

/** Arguments of one variadic command: more would block the server noticeably, and overflow the stack when spread. */
const KEYS_PER_COMMAND = 10_000;

/**
 * Open transactions and deadlines in Redis. Commands cost by the piece, so everything is variadic: three commands load a flush of any
 * usual size and seven write it back.
 */
export class RedisTransactionCache implements TransactionCache {
  readonly #redis: Redis;
  readonly #prefix: string;

  constructor(redisUrl: string, prefix: string, onError: (error: Error) => void) {
    this.#prefix = prefix;
    this.#redis = new Redis(redisUrl, {
      // A command that cannot be sent now fails now: the lane goes on with Postgres rather than wait.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: 2000,
      connectTimeout: 5000,
      retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
    });
    this.#redis.on('error', onError);
  }

  async load(
    lane: OwnedLane,
    txnIds: readonly TxnId[],
    dueUntil: number,
    dueLimit: number,
  ): Promise<CacheLoad> {
    const pipeline = this.#redis.pipeline();
    const deadlines = this.#deadlines(lane);
    pipeline.zrangebyscore(deadlines, '-inf', dueUntil, 'WITHSCORES', 'LIMIT', 0, dueLimit);
    // Asked for after the deadlines: if it is there, they were not lost before.
    pipeline.get(this.#sentinel(lane));
    this.#get(pipeline, lane, txnIds);
    const [scores, sentinel, ...values] = await run(pipeline);
    const transactions = new Map<TxnId, StoredTransaction>();
    unpackInto(transactions, txnIds, values.flat());
    const due = deadlinesOf(asStrings(scores));
    const others = due.map(({ txnId }) => txnId).filter((id) => !transactions.has(id));
    if (others.length > 0) {
      const more = this.#redis.pipeline();
      this.#get(more, lane, others);
      unpackInto(transactions, others, (await run(more)).flat());
    }
    return { intact: sentinel === WHOLE, due, transactions };
  }

  async apply(lane: OwnedLane, { put, drop, reached }: CacheChange): Promise<void> {
    const pipeline = this.#redis.pipeline();
    for (const entries of chunks(put, KEYS_PER_COMMAND)) {
      pipeline.mset(entries.flatMap(({ txnId, packed }) => [this.#key(lane, txnId), sealed(txnId, packed)]));
      pipeline.zadd(this.#deadlines(lane), ...entries.flatMap(({ txnId, dueAt }) => [dueAt, txnId]));
    }
    for (const ids of chunks(drop, KEYS_PER_COMMAND)) {
      pipeline.unlink(ids.map((id) => this.#key(lane, id)));
      pipeline.zrem(this.#deadlines(lane), ...ids);
    }
    if (put.length + drop.length > 0) this.#keep(pipeline, lane);
    if (reached !== null) {
      const { chain, seq } = reached;
      pipeline.publish(`${this.#prefix}lane-advanced`, `{"chain":${JSON.stringify(chain)},"seq":${seq}}`);
    }
    await run(pipeline);
  }

  async clear(lane: OwnedLane): Promise<void> {
    try {
      const epochs = [...(await this.#redis.smembers(this.#epochs(lane))), lane.epoch];
      await this.#redis.unlink(this.#epochs(lane), ...this.#ofEpochs(lane, epochs));
      const match = `${escapeGlob(this.#prefix)}{${lane.partition}}:txn:*`;
      for await (const keys of this.#redis.scanStream({ match, count: 1000 })) {
        const names = asStrings(keys);
        if (names.length > 0) await this.#redis.unlink(names);
      }
    } catch (error) {
      throw unavailable(error);
    }
  }

  async schedule(lane: OwnedLane, deadlines: readonly Deadline[]): Promise<void> {
    const pipeline = this.#redis.pipeline();
    for (const some of chunks(deadlines, KEYS_PER_COMMAND)) {
      pipeline.zadd(this.#deadlines(lane), ...some.flatMap(({ dueAt, txnId }) => [dueAt, txnId]));
    }
    if (deadlines.length > 0) this.#keep(pipeline, lane);
    await run(pipeline);
  }

  async rebuilding(lane: OwnedLane): Promise<void> {
    const epochs = this.#epochs(lane);
    const pipeline = this.#redis.pipeline();
    pipeline.smembers(epochs);
    pipeline.sadd(epochs, lane.epoch.toString());
    pipeline.set(this.#sentinel(lane), REBUILDING, 'PX', SENTINEL_MS);
    const [known] = await run(pipeline);
    const former = asStrings(known).filter((epoch) => BigInt(epoch) < lane.epoch);
    if (former.length === 0) return;
    const forgetting = this.#redis.pipeline();
    forgetting.unlink(this.#ofEpochs(lane, former));
    forgetting.srem(epochs, ...former);
    await run(forgetting);
  }

  async rebuilt(lane: OwnedLane): Promise<void> {
    const pipeline = this.#redis.pipeline();
    pipeline.set(this.#sentinel(lane), WHOLE, 'PX', SENTINEL_MS, 'XX');
    await run(pipeline);
  }

  end(): void {
    this.#redis.disconnect();
  }

  #keep(pipeline: Pipeline, lane: OwnedLane): void {
    pipeline.pexpire(this.#deadlines(lane), DEADLINES_MS);
    pipeline.pexpire(this.#sentinel(lane), SENTINEL_MS);
  }

  #get(pipeline: Pipeline, lane: OwnedLane, txnIds: readonly TxnId[]): void {
    for (const ids of chunks(txnIds, KEYS_PER_COMMAND))
      pipeline.mgetBuffer(ids.map((id) => this.#key(lane, id)));
  }

  // {p} is the hash tag: all keys of a lane live on one node of a cluster.
  #key({ partition }: OwnedLane, id: TxnId): string {
    return `${this.#prefix}{${partition}}:txn:${id}`;
  }

  #deadlines({ partition, epoch }: OwnedLane): string {
    return `${this.#prefix}{${partition}}:deadlines:${epoch}`;
  }

  #sentinel({ partition, epoch }: OwnedLane): string {
    return `${this.#prefix}{${partition}}:sentinel:${epoch}`;
  }

  #ofEpochs({ partition }: OwnedLane, epochs: readonly (bigint | string)[]): string[] {
    return epochs.map(BigInt).flatMap((epoch) => {
      const lane = { partition, epoch };
      return [this.#sentinel(lane), this.#deadlines(lane)];
    });
  }

  /** Epochs whose owners have rebuilt the lane and that nobody has forgotten yet. */
  #epochs({ partition }: OwnedLane): string {
    return `${this.#prefix}{${partition}}:epochs`;
  }
}

const SEAL_BYTES = 4;

/**
 * Begins with a checksum of the id and the rest. The revision alone, which the write verifies, tells a stale entry: one of another transaction,
 * or a damaged one, may have the same.
 */
function sealed(txnId: TxnId, packed: Buffer): Buffer {
  const entry = Buffer.allocUnsafe(SEAL_BYTES + packed.length);
  entry.writeUInt32LE(checksum(txnId, packed), 0);
  packed.copy(entry, SEAL_BYTES);
  return entry;
}

/** Undefined where it is not the entry that was put for this transaction. */
function unsealed(txnId: TxnId, entry: Buffer): Buffer | undefined {
  if (entry.length < SEAL_BYTES) return undefined;
  const packed = entry.subarray(SEAL_BYTES);
  return entry.readUInt32LE(0) === checksum(txnId, packed) ? packed : undefined;
}

const checksum = (txnId: TxnId, packed: Buffer): number => crc32(packed, crc32(txnId));

type Pipeline = ReturnType<Redis['pipeline']>;

async function run(pipeline: Pipeline): Promise<unknown[]> {
  const answers = await pipeline.exec().catch((error: unknown) => {
    throw unavailable(error);
  });
  if (answers === null) throw unavailable(new Error('no answer'));
  return answers.map(([error, value]) => {
    if (error !== null) throw unavailable(error);
    return value;
  });
}

/** An entry that cannot be read is one that is not there: the lane finds the row in Postgres. */
function unpackInto(
  transactions: Map<TxnId, StoredTransaction>,
  txnIds: readonly TxnId[],
  values: readonly unknown[],
): void {
  for (const [index, id] of txnIds.entries()) {
    const value = values[index];
    const packed = Buffer.isBuffer(value) ? unsealed(id, value) : undefined;
    if (packed === undefined) continue;
    try {
      transactions.set(id, unpackTransaction(id, packed));
    } catch (error) {
      if (!(error instanceof TieoutError)) throw error;
    }
  }
}

/** Members and scores, one after the other, as WITHSCORES gives them. */
function deadlinesOf(scores: readonly string[]): Deadline[] {
  const deadlines: Deadline[] = [];
  for (let index = 0; index + 1 < scores.length; index += 2) {
    const txnId = scores[index];
    if (txnId !== undefined && isTxnId(txnId)) deadlines.push({ txnId, dueAt: Number(scores[index + 1]) });
  }
  return deadlines;
}

function unavailable(error: unknown): TieoutError {
  const message = error instanceof Error ? error.message : String(error);
  return new TieoutError('REDIS_UNAVAILABLE', message, { cause: error });
}

function escapeGlob(text: string): string {
  return text.replaceAll(/[*?[\]\\]/g, String.raw`\$&`);
}

function asStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
