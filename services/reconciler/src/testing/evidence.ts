// What must hold in the database after anything at all.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { SOURCES } from '@tieout/core';
import type { PerSource } from '@tieout/store';
import type { Client } from 'pg';

/**
 * Every record read is kept once, raw or as a dead letter; the chains are whole; the counters say what the rows say. All of it as of one moment: the
 * lanes may go on meanwhile.
 *
 * @param unreadable offsets of each source's log that never reach a reader: control records and aborted ones
 */
export async function assertEvidence(
  database: Client,
  topics: PerSource<string>,
  unreadable: PerSource<number>,
): Promise<void> {
  await database.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await assertEachRecordOnce(database, topics, unreadable);
    await assertAcceptedOnce(database, topics);
    const { rows } = await database.query<LaneRow>('SELECT * FROM lanes');
    for (const lane of rows) {
      await assertChain(database, lane);
      await assertCounters(database, lane);
      await assertDigests(database, lane);
      await assertRedrives(database, lane);
    }
  } finally {
    await database.query('ROLLBACK');
  }
}

interface LaneRow {
  partition: number;
  chain_seq: string;
  chain_hash: Buffer;
  status_counts: Record<string, number>;
}

async function assertEachRecordOnce(
  database: Client,
  topics: PerSource<string>,
  unreadable: PerSource<number>,
): Promise<void> {
  for (const source of SOURCES) {
    const { rows } = await database.query<Record<string, string>>(
      `SELECT (SELECT count(*) FROM raw_events WHERE source = $1) AS raw,
              (SELECT count(DISTINCT (partition, "offset")) FROM raw_events WHERE source = $1) AS distinct_raw,
              (SELECT count(*) FROM (SELECT partition, "offset" FROM raw_events WHERE source = $1
                UNION SELECT partition, "offset" FROM dead_letters WHERE topic = $2) positions) AS kept,
              (SELECT sum(${source}_position) FROM lanes) AS read, (SELECT sum(${source}_arrived) FROM lanes) AS arrived`,
      [source, topics[source]],
    );
    const [counted] = rows;
    assert.ok(counted);
    assert.equal(counted['distinct_raw'], counted['raw']);
    assert.equal(counted['kept'], counted['arrived'], source);
    assert.equal(Number(counted['arrived']) + unreadable[source], Number(counted['read']), source);
  }
}

async function assertChain(database: Client, lane: LaneRow): Promise<void> {
  const { rows } = await database.query<{ seq: string; prev_hash: Buffer; hash: Buffer; detail: string }>(
    'SELECT seq, prev_hash, hash, detail FROM audit_logs WHERE chain = $1 ORDER BY seq',
    [`lane-${lane.partition}`],
  );
  let previous: Buffer = Buffer.alloc(32);
  for (const [index, row] of rows.entries()) {
    assert.equal(row.seq, String(index + 1));
    assert.deepEqual(row.prev_hash, previous);
    previous = createHash('sha256').update(previous).update(row.detail).digest();
    assert.deepEqual(row.hash, previous);
  }
  assert.equal(lane.chain_seq, String(rows.length));
  assert.deepEqual(lane.chain_hash, previous);
}

async function assertCounters(database: Client, lane: LaneRow): Promise<void> {
  const { rows } = await database.query<{ status: string; count: number }>(
    'SELECT status, count(*)::int AS count FROM reconciliation_results WHERE partition = $1 GROUP BY status',
    [lane.partition],
  );
  const told = Object.entries(lane.status_counts).filter(([, count]) => count !== 0);
  assert.deepEqual(
    Object.fromEntries(told),
    Object.fromEntries(rows.map(({ status, count }) => [status, count])),
  );
}

/** A position is in both tables only where a redrive accepted it. */
async function assertAcceptedOnce(database: Client, topics: PerSource<string>): Promise<void> {
  for (const source of SOURCES) {
    const { rows } = await database.query(
      `SELECT r.partition, r."offset" FROM raw_events r JOIN dead_letters d
         ON d.topic = $2 AND d.partition = r.partition AND d."offset" = r."offset"
       WHERE r.source = $1 AND d.redriven_at IS NULL`,
      [source, topics[source]],
    );
    assert.deepEqual(rows, []);
  }
}

/** What a redrive accepted is there with the bytes its row is about. */
async function assertRedrives(database: Client, { partition }: LaneRow): Promise<void> {
  const { rows } = await database.query<{ topic: string; offset: string; sha256: string }>(
    `SELECT detail::jsonb ->> 'topic' AS topic, detail::jsonb ->> 'offset' AS "offset", detail::jsonb ->> 'sha256' AS sha256
     FROM audit_logs WHERE chain = $1 AND action = 'REDRIVE' AND detail::jsonb ->> 'result' = 'accepted'`,
    [`lane-${partition}`],
  );
  for (const { topic, offset, sha256 } of rows) {
    const raw = await database.query<DigestedRow>(
      `SELECT "offset", append_time, schema_id, payload FROM raw_events
       WHERE partition = $1 AND "offset" = $2 AND $3 LIKE '%' || source || '_txns'`,
      [partition, offset, topic],
    );
    assert.equal(digestOf(raw.rows), sha256);
  }
}

/** Each flush's digest is that of the raw rows between its offsets, but for those that a redrive put there later. */
async function assertDigests(database: Client, { partition }: LaneRow): Promise<void> {
  const { rows } = await database.query<{
    source: string;
    from: string;
    to: string;
    count: number;
    sha256: string;
  }>(
    `SELECT s.key AS source, s.value ->> 'from' AS "from", s.value ->> 'to' AS "to", (s.value ->> 'count')::int AS count,
            s.value ->> 'sha256' AS sha256
     FROM audit_logs, jsonb_each(detail::jsonb -> 'sources') s WHERE chain = $1 AND action = 'FLUSH'`,
    [`lane-${partition}`],
  );
  for (const flush of rows) {
    const raw = await database.query<DigestedRow>(
      `SELECT "offset", append_time, schema_id, payload FROM raw_events r
       WHERE partition = $1 AND source = $2 AND "offset" >= $3 AND "offset" < $4 AND NOT EXISTS (
         SELECT FROM dead_letters d WHERE d.topic LIKE '%' || $2 || '_txns' AND d.partition = $1 AND d."offset" = r."offset")
       ORDER BY "offset"`,
      [partition, flush.source, flush.from, flush.to],
    );
    assert.equal(raw.rows.length, flush.count);
    assert.equal(digestOf(raw.rows), flush.sha256);
  }
}

interface DigestedRow {
  readonly offset: string;
  readonly append_time: Date;
  readonly schema_id: number;
  readonly payload: Buffer;
}

function digestOf(rows: readonly DigestedRow[]): string {
  const digest = createHash('sha256');
  for (const { offset, append_time, schema_id, payload } of rows) {
    const lead = Buffer.alloc(24);
    lead.writeBigInt64BE(BigInt(offset), 0);
    lead.writeBigInt64BE(BigInt(append_time.getTime()), 8);
    lead.writeInt32BE(schema_id, 16);
    lead.writeInt32BE(payload.length, 20);
    digest.update(lead).update(payload);
  }
  return digest.digest('hex');
}
