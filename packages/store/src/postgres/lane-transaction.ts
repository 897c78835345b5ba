import { TieoutError, type TxnId } from '@tieout/core';
import type { ClientBase, PoolClient } from 'pg';
import type {
  Command,
  DeadLetter,
  FlushRecord,
  LaneHead,
  LaneTransaction,
  ResultWrite,
} from '../lane-ports.ts';
import type { FinishedRedrive } from '../redrive.ts';
import { unpackTransaction } from '../transaction/packing.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';
import { ArrayParameters } from './array-parameters.ts';
import { BinaryWriter } from './binary-writer.ts';
import { copyAuditRows, copyRawEvents } from './copy.ts';
import { isAnswer, postgresError } from './errors.ts';
import { finishRedrive } from './redrives.ts';
import { answerCommands, finishFlush, writeDeadLetters } from './write-rest.ts';
import { writeResults } from './write-results.ts';

/** Memory that the flushes of one connection use one after another. */
export class FlushBuffers {
  readonly copy = new BinaryWriter(512 * 1024);
  readonly results = new ArrayParameters();
  readonly letters = new ArrayParameters();
  readonly stats = new ArrayParameters();
}

export async function loadTransactions(
  client: ClientBase,
  partition: number,
  txnIds: readonly TxnId[],
): Promise<StoredTransaction[]> {
  const { rows } = await client.query<{ txn_id: TxnId; state: Buffer }>({
    name: 'load-transactions',
    text: 'SELECT txn_id, state FROM reconciliation_results WHERE partition = $1 AND txn_id = ANY ($2::text[])',
    values: [partition, txnIds],
  });
  return rows.map(({ txn_id, state }) => unpackTransaction(txn_id, state));
}

/** One flush on a connection of its own, from BEGIN to COMMIT; the connection goes back to the pool with either end. */
export class PostgresLaneTransaction implements LaneTransaction {
  readonly commands: readonly Command[];
  readonly #client: PoolClient;
  readonly #buffers: FlushBuffers;
  readonly #head: LaneHead;
  #open = true;

  constructor(client: PoolClient, buffers: FlushBuffers, head: LaneHead, commands: readonly Command[]) {
    this.commands = commands;
    this.#client = client;
    this.#buffers = buffers;
    this.#head = head;
  }

  async write(results: readonly ResultWrite[]): Promise<readonly TxnId[]> {
    const { partition } = this.#head;
    return this.#step(() => writeResults(this.#client, this.#buffers, partition, results));
  }

  async load(txnIds: readonly TxnId[]): Promise<readonly StoredTransaction[]> {
    return this.#step(() => loadTransactions(this.#client, this.#head.partition, txnIds));
  }

  async finishRedrive(redrive: FinishedRedrive): Promise<void> {
    await this.#step(() => finishRedrive(this.#client, redrive));
  }

  async commit(record: FlushRecord): Promise<void> {
    const { raw, audit, deadLetters, commands, at } = record;
    const { copy, stats } = this.#buffers;
    await this.#step(async () => {
      await copyRawEvents(this.#client, copy, raw, at);
      await copyAuditRows(this.#client, copy, audit, at);
      if (deadLetters.length > 0) await this.#writeDeadLetters(deadLetters);
      if (commands.length > 0) await answerCommands(this.#client, commands, at);
      await finishFlush(this.#client, stats, record);
      // A flush that only moves lane time on decided nothing: losing it in a crash of the server loses nothing.
      if (audit.length === 0) await this.#client.query('SET LOCAL synchronous_commit = off');
    });
    await this.#end();
  }

  async abandon(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    try {
      await this.#client.query('ROLLBACK');
      this.#client.release();
    } catch {
      this.#close();
    }
  }

  /** Closing the connection rolls back as well. */
  #close(): void {
    this.#open = false;
    this.#client.release(true);
  }

  async #writeDeadLetters(letters: readonly DeadLetter[]): Promise<void> {
    await writeDeadLetters(this.#client, this.#buffers.letters, this.#head.partition, letters);
  }

  async #step<T>(work: () => Promise<T>): Promise<T> {
    // The connection is somebody else's by now, and in no transaction.
    if (!this.#open) throw new TieoutError('INVALID_STATE', 'the transaction is over');
    try {
      return await work();
    } catch (error) {
      // On a connection that failed or went silent a ROLLBACK would only wait as long again.
      if (isAnswer(error)) await this.abandon();
      else this.#close();
      throw postgresError(error);
    }
  }

  async #end(): Promise<void> {
    this.#open = false;
    let tag: string;
    try {
      ({ command: tag } = await this.#client.query('COMMIT'));
    } catch (error) {
      this.#client.release(true);
      throw new TieoutError('COMMIT_UNKNOWN', 'no answer to COMMIT', { cause: error });
    }
    this.#client.release();
    // COMMIT of an aborted transaction succeeds, and says so only here.
    if (tag !== 'COMMIT') throw new TieoutError('POSTGRES_UNAVAILABLE', `COMMIT was answered with ${tag}`);
  }
}
