import { randomUUID } from 'node:crypto';
import { TieoutError } from '@tieout/core';
import type { Pool } from 'pg';
import { appendToChain, type AuditEntry, type AuditRow } from '../audit/chain.ts';
import { accessEntry, PERSON, type Access } from './access-entry.ts';
import { commandEntry, type CommandRequest } from './command-request.ts';
import { leaseChain, releaseLease, renewLease, type LeasedChain } from './lease.ts';

export interface AccessLogOptions {
  /** How long the chain stays ours without a sign of life. */
  readonly leaseMs?: number;
  readonly now?: () => number;
}

const LEASE_MS = 30_000;
const BATCH_ROWS_MAX = 500;
const WAITING_MAX = 10_000;
/** A batch whose chain was taken over is tied to another one; losing several in a row means something else is wrong. */
const ATTEMPTS_MAX = 3;
const DAY_MS = 86_400_000;

interface Waiting {
  readonly entryAt: (at: number) => AuditEntry;
  /** Inserted in the same statement. */
  readonly command: CommandRequest | null;
  readonly at: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes down who saw what and who asked for what, in a hash chain leased by this process. `record` and `request` resolve once the row is durable, so
 * that an answer can be held back until then; while one batch commits the next gathers.
 */
export class AccessLog {
  readonly #pool: Pool;
  readonly #leaseMs: number;
  readonly #now: () => number;
  readonly #owner = randomUUID();
  #leased: LeasedChain | null = null;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #renewal: NodeJS.Timeout | null = null;
  #daysMadeUntil = 0;

  constructor(pool: Pool, { leaseMs = LEASE_MS, now = Date.now }: AccessLogOptions = {}) {
    this.#pool = pool;
    this.#leaseMs = leaseMs;
    this.#now = now;
  }

  /**
   * @throws {TieoutError} UNAVAILABLE where too much waits already, POSTGRES_UNAVAILABLE where the row could not be made durable: the data
   *   must not be given
   */
  record(access: Access): Promise<void> {
    return this.#add((at) => accessEntry(access, at), null);
  }

  /**
   * The command and its audit row, both or neither: a lane takes what somebody is known to have asked for.
   *
   * @throws {TieoutError} as `record`; it may have been asked for all the same
   */
  request(command: CommandRequest): Promise<void> {
    return this.#add((at) => commandEntry(command, at), command);
  }

  #add(entryAt: Waiting['entryAt'], command: Waiting['command']): Promise<void> {
    if (this.#waiting.length >= WAITING_MAX) {
      return Promise.reject(new TieoutError('UNAVAILABLE', 'too many accesses wait to be written down'));
    }
    return new Promise((done, failed) => {
      this.#waiting.push({ entryAt, command, at: this.#now(), done, failed });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Writes what waits, then gives the chain back. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#renewal) clearTimeout(this.#renewal);
    if (this.#leased) await releaseLease(this.#pool, this.#leased.chain, this.#owner);
    this.#leased = null;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_ROWS_MAX);
      try {
        await this.#write(batch);
        for (const { done } of batch) done();
      } catch (error) {
        const cause = new TieoutError('POSTGRES_UNAVAILABLE', 'the access could not be written down', {
          cause: error,
        });
        for (const { failed } of batch) failed(cause);
      }
    }
    // In the same step as the look at what waits: a row that comes between the two would wait for ever.
    this.#writing = null;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    await this.#makeDays();
    for (let attempt = 1; ; attempt++) {
      this.#leased ??= await this.#lease();
      const { chain, head, lastAt } = this.#leased;
      let at = lastAt;
      const entries = batch.map((waiting) => {
        at = Math.max(at, waiting.at);
        return waiting.entryAt(at);
      });
      const { rows, head: next } = appendToChain(chain, head, entries);
      const commands = batch.flatMap(({ command }) => command ?? []);
      if (await this.#append(rows, commands, head.seq)) {
        this.#leased = { chain, head: next, lastAt: at };
        return;
      }
      this.#leased = null;
      if (attempt === ATTEMPTS_MAX) throw new Error(`lost the lease of ${chain} ${attempt} times in a row`);
    }
  }

  /** True once durable; false where the chain is no longer ours. */
  async #append(
    rows: readonly AuditRow[],
    commands: readonly CommandRequest[],
    from: bigint,
  ): Promise<boolean> {
    try {
      return await this.#insert(rows, commands, from);
    } catch (error) {
      // The answer to a commit may have been lost: only the log knows. Whatever it says, the chain is leased anew.
      const last = rows.at(-1);
      const found = await this.#pool.query<{ hash: Buffer }>(
        'SELECT hash FROM audit_logs WHERE chain = $1 AND seq = $2',
        [last?.chain, last?.seq.toString()],
      );
      if (last && found.rows[0]?.hash.equals(last.hash) === true) return true;
      this.#leased = null;
      throw error;
    }
  }

  /** Head, rows and commands in one statement: all or none. The head moves only from where this process left it. */
  async #insert(
    rows: readonly AuditRow[],
    commands: readonly CommandRequest[],
    from: bigint,
  ): Promise<boolean> {
    const last = rows.at(-1);
    if (!last) return true;
    const inserted = await this.#pool.query<{ written: string }>(
      `WITH moved AS (
         UPDATE chains SET seq = $5, hash = $6, leased_until = now() + $4 * interval '1 ms'
         WHERE chain = $1 AND leased_by = $2 AND seq = $3
         RETURNING chain
       ), asked AS (
         INSERT INTO commands (id, partition, txn_id, verb, actor, body)
         SELECT c.id, c.partition, c.txn_id, c.verb, c.actor, c.body::jsonb
         FROM moved, unnest($16::uuid[], $17::int[], $18::text[], $19::text[], $20::text[], $21::text[])
           AS c (id, partition, txn_id, verb, actor, body))
       SELECT append_access_rows(moved.chain, $7::bigint[], $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::uuid[], $13::text[],
         $14::bytea[], $15::bytea[]) AS written
       FROM moved`,
      [
        last.chain,
        this.#owner,
        from.toString(),
        this.#leaseMs,
        last.seq.toString(),
        last.hash,
        rows.map((row) => row.seq.toString()),
        rows.map((row) => new Date(row.at)),
        rows.map((row) => row.actor),
        rows.map((row) => row.action),
        rows.map((row) => row.txnId),
        rows.map((row) => row.commandId),
        rows.map((row) => row.detail.toString()),
        rows.map((row) => row.prevHash),
        rows.map((row) => row.hash),
        commands.map((command) => command.id),
        commands.map((command) => command.partition),
        commands.map((command) => command.txnId),
        commands.map((command) => command.verb),
        commands.map((command) => PERSON + command.who),
        commands.map((command) => JSON.stringify(command.body)),
      ],
    );
    return inserted.rows[0]?.written === String(rows.length);
  }

  async #lease(): Promise<LeasedChain> {
    const leased = await leaseChain(this.#pool, this.#owner, this.#leaseMs);
    this.#renewal ??= this.#renewLater();
    return leased;
  }

  #renewLater(): NodeJS.Timeout {
    return setTimeout(() => {
      void this.#renew().finally(() => (this.#renewal = this.#renewLater()));
    }, this.#leaseMs / 3).unref();
  }

  async #renew(): Promise<void> {
    if (this.#leased === null) return;
    try {
      await renewLease(this.#pool, this.#leased.chain, this.#owner, this.#leaseMs);
    } catch {
      // Postgres is away. The next batch meets it too and says so; a lease that is lost meanwhile is found out by its append.
    }
  }

  /** The day partitions its rows go to are there before they are needed, whether a lane runs or not. */
  async #makeDays(): Promise<void> {
    const now = this.#now();
    if (now + DAY_MS < this.#daysMadeUntil) return;
    await this.#pool.query('SELECT ensure_day_partitions(current_date - 1, current_date + 7)');
    this.#daysMadeUntil = now + 6 * DAY_MS;
  }
}
