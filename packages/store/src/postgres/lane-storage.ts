import { parseRuleSet, SOURCES, TieoutError, type RuleSet, type Source, type TxnId } from '@tieout/core';
import type { PoolClient } from 'pg';
import {
  sameFlush,
  type Deadline,
  type LaneHead,
  type LaneMoved,
  type LaneStorage,
  type LaneTransaction,
  type PerSource,
  type RecordPlace,
} from '../lane-ports.ts';
import type { Redrive } from '../redrive.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';
import { beginFlush } from './begin-flush.ts';
import { PostgresConnections, type PostgresSettings } from './connections.ts';
import { postgresError } from './errors.ts';
import { LANE_COLUMNS, laneHead, type LaneRow } from './lane-row.ts';
import { waitingRedrives } from './redrives.ts';
import { FlushBuffers, loadTransactions, PostgresLaneTransaction } from './lane-transaction.ts';
import { ACTIVATION_LOCK } from './rule-set-activation.ts';

const DAY_MS = 86_400_000;
const DEADLINES_PER_PAGE = 10_000;

/** Lanes in Postgres. One instance serves all lanes of a process; at most `commitSlots` of them are in a transaction at once. */
export class PostgresLaneStorage implements LaneStorage {
  readonly #connections: PostgresConnections;
  readonly #now: () => number;
  readonly #buffers = new WeakMap<PoolClient, FlushBuffers>();
  /** Today when the day partitions around it were made sure of. */
  #partitionsOf: number | undefined;

  /**
   * @param now ms UTC: which day partitions must exist
   * @param onError an error of an idle connection: to be logged, the pool replaces it
   */
  constructor(settings: PostgresSettings, now: () => number, onError: (error: Error) => void) {
    this.#connections = new PostgresConnections(settings, onError);
    this.#now = now;
  }

  async take(partition: number, partitionCount: number, owner: string): Promise<LaneHead> {
    return this.#connections.use(async (client) => {
      const taken = await this.#connections.takeByForce(client, async () => {
        // Waits, too, where the former owner was frozen between writing the row and its COMMIT.
        await client.query(
          `INSERT INTO lanes (partition, partition_count)
           SELECT $1, $2 FROM pg_advisory_xact_lock_shared(${ACTIVATION_LOCK}) ON CONFLICT (partition) DO NOTHING`,
          [partition, partitionCount],
        );
        return client.query<LaneRow>(
          `UPDATE lanes SET epoch = epoch + 1, owner = $2, halted = NULL, stalled = NULL, updated_at = now() WHERE partition = $1
           RETURNING ${LANE_COLUMNS}`,
          [partition, owner],
        );
      });
      const head = headOf(taken);
      if (head.partitionCount !== partitionCount) {
        throw new TieoutError(
          'LANE_HALTED',
          `lane ${partition} was one of ${head.partitionCount} lanes and the topics now have ${partitionCount} partitions`,
        );
      }
      return head;
    });
  }

  async settle(from: LaneHead): Promise<LaneHead> {
    const select = `SELECT ${LANE_COLUMNS} FROM lanes WHERE partition = $1`;
    return this.#connections.use(async (client) => {
      const seen = headOf(await client.query<LaneRow>(select, [from.partition]));
      // Somebody else's lane by now: nothing of ours can commit any more, and their flush must not be disturbed.
      if (seen.epoch !== from.epoch) return seen;
      const settled = await this.#connections.takeByForce(client, () =>
        client.query<LaneRow>(`${select} FOR UPDATE`, [from.partition]),
      );
      return headOf(settled);
    });
  }

  async ruleSets(): Promise<readonly RuleSet[]> {
    return this.#connections.use(async (client) => {
      const { rows } = await client.query<{ version: number; body: unknown }>(
        `SELECT version, body FROM rule_sets WHERE state IN ('scheduled', 'active', 'retired') ORDER BY version`,
      );
      return rows.map(({ version, body }) => validRuleSet(version, body));
    });
  }

  async lastRecords(partition: number): Promise<PerSource<RecordPlace | null>> {
    const { rows } = await this.#connections.use((client) =>
      client.query<{ source: Source; offset: string; append_time: Date }>(
        `SELECT last.* FROM unnest($2::text[]) AS s (source) CROSS JOIN LATERAL (
           SELECT source, "offset", append_time FROM raw_events
           WHERE source = s.source AND partition = $1 ORDER BY "offset" DESC LIMIT 1) AS last`,
        [partition, SOURCES],
      ),
    );
    const places: Record<Source, RecordPlace | null> = { core: null, gateway: null, mobile: null };
    for (const { source, offset, append_time: at } of rows)
      places[source] = { offset: BigInt(offset), appendTime: at.getTime() };
    return places;
  }

  async load(partition: number, txnIds: readonly TxnId[]): Promise<readonly StoredTransaction[]> {
    return this.#connections.use((client) => loadTransactions(client, partition, txnIds));
  }

  async redrives(partition: number, limit: number): Promise<readonly Redrive[]> {
    return this.#connections.use((client) => waitingRedrives(client, partition, limit));
  }

  async *openDeadlines(
    partition: number,
    from: number,
    to: number,
  ): AsyncGenerator<readonly Deadline[], void, void> {
    yield await this.#deadlines(
      `SELECT txn_id, first_seen_at, late_due_at AS due_at FROM reconciliation_results
       WHERE partition = $1 AND late_due_at IS NOT NULL`,
      [partition],
    );
    let after: [string, string] = [iso(from - 1), '\u{10FFFF}'];
    for (;;) {
      const page = await this.#deadlines(
        `SELECT txn_id, first_seen_at, due_at FROM reconciliation_results
         WHERE partition = $1 AND due_at IS NOT NULL AND (first_seen_at, txn_id) > ($2, $3) AND first_seen_at <= $4
         ORDER BY first_seen_at, txn_id LIMIT ${DEADLINES_PER_PAGE}`,
        [partition, ...after, iso(to)],
      );
      yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < DEADLINES_PER_PAGE) return;
      after = [iso(last.firstSeenAt), last.txnId];
    }
  }

  async due(partition: number, from: number, until: number, limit: number): Promise<readonly Deadline[]> {
    return this.#deadlines(
      `SELECT txn_id, first_seen_at, due_at FROM reconciliation_results
       WHERE partition = $1 AND first_seen_at >= $2 AND due_at <= $3
       UNION
       SELECT txn_id, first_seen_at, due_at FROM reconciliation_results WHERE partition = $1 AND late_due_at <= $3
       ORDER BY due_at LIMIT $4`,
      [partition, iso(from), iso(until), limit],
    );
  }

  async begin(from: LaneHead): Promise<LaneTransaction | LaneMoved> {
    await this.#ensurePartitions();
    const client = await this.#connections.checkOut();
    try {
      const { now, commands } = await beginFlush(client, from.partition);
      if (!sameFlush(from, now)) {
        await client.query('ROLLBACK');
        client.release();
        return { moved: now };
      }
      return new PostgresLaneTransaction(client, this.#buffersOf(client), from, commands);
    } catch (error) {
      client.release(true);
      throw postgresError(error);
    }
  }

  async halt(partition: number, reason: string): Promise<void> {
    await this.#connections.use((client) =>
      client.query('UPDATE lanes SET halted = $2, updated_at = now() WHERE partition = $1', [
        partition,
        reason,
      ]),
    );
  }

  /**
   * Writes down why these lanes cannot read on, or with null that they do again, as far as they are still `owner`'s. When they were written last stays
   * as it is: that tells since when.
   */
  async stall(partitions: readonly number[], owner: string, reason: string | null): Promise<void> {
    await this.#connections.use((client) =>
      // One after the other in order: whoever locks all lanes does the same.
      client.query(
        `UPDATE lanes SET stalled = $3 WHERE partition IN
           (SELECT partition FROM lanes WHERE partition = ANY ($1) AND owner = $2 ORDER BY partition FOR UPDATE)`,
        [partitions, owner, reason],
      ),
    );
  }

  async end(): Promise<void> {
    await this.#connections.end();
  }

  async #deadlines(
    text: string,
    values: readonly unknown[],
  ): Promise<(Deadline & { readonly firstSeenAt: number })[]> {
    return this.#connections.use(async (client) => {
      const { rows } = await client.query<{ txn_id: TxnId; first_seen_at: Date; due_at: Date }>(text, [
        ...values,
      ]);
      return rows.map(({ txn_id, first_seen_at, due_at }) => ({
        txnId: txn_id,
        dueAt: due_at.getTime(),
        firstSeenAt: first_seen_at.getTime(),
      }));
    });
  }

  /** Two days ahead, so that midnight finds its partition there, and one back, for a flush that began before midnight. */
  async #ensurePartitions(): Promise<void> {
    const today = Math.floor(this.#now() / DAY_MS) * DAY_MS;
    if (today === this.#partitionsOf) return;
    await this.#connections.use((client) =>
      client.query('SELECT ensure_day_partitions($1::date, $2::date)', [
        iso(today - DAY_MS).slice(0, 10),
        iso(today + 2 * DAY_MS).slice(0, 10),
      ]),
    );
    this.#partitionsOf = today;
  }

  #buffersOf(client: PoolClient): FlushBuffers {
    let buffers = this.#buffers.get(client);
    if (buffers === undefined) {
      buffers = new FlushBuffers();
      this.#buffers.set(client, buffers);
    }
    return buffers;
  }
}

function headOf({ rows }: { rows: LaneRow[] }): LaneHead {
  const [row] = rows;
  if (row === undefined) throw new TieoutError('LANE_LOST', 'the lane has no row');
  return laneHead(row);
}

function validRuleSet(version: number, body: unknown): RuleSet {
  const parsed = parseRuleSet(body);
  if (parsed.ok) return parsed.ruleSet;
  const problems = parsed.problems.map(({ path, problem }) => `${path}: ${problem}`).join('; ');
  throw new TieoutError('INVALID_RULE_SET', `rule set ${version}: ${problems}`);
}

function iso(time: number): string {
  if (time === Number.POSITIVE_INFINITY) return 'infinity';
  return new Date(time).toISOString();
}
