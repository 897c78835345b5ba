import { setTimeout as delay } from 'node:timers/promises';
import { type Source, SOURCES } from '@tieout/core';
import type { TopicWatermarks } from '@tieout/runtime';
import type { Pool } from 'pg';

/** One lane as its row says. */
export interface LaneRow {
  readonly partition: number;
  readonly owner: string | null;
  readonly epoch: bigint;
  readonly flushNumber: bigint;
  /** Milliseconds since the epoch. */
  readonly laneTime: number;
  readonly halted: string | null;
  /** The next offset to read, per source. */
  readonly positions: Readonly<Record<Source, bigint>>;
}

/** A moment from which recovery is counted. */
export interface Mark {
  readonly at: number;
  readonly flushNumbers: ReadonlyMap<number, bigint>;
}

/** How lanes and log are asked. */
export interface Eyes {
  lanes(): Promise<readonly LaneRow[]>;
  ends(): Promise<TopicWatermarks>;
}

export type Topics = Readonly<Record<Source, string>>;

const LOOK_EVERY_MS = 250;
/** An end of the log older than this says nothing of the present. */
const FRESH_MS = 1_500;

/** Looks at the lanes and at the ends of the log four times a second, whatever happens to the servers. */
export class Watch {
  readonly #eyes: Eyes;
  readonly #topics: Topics;
  readonly #end = new AbortController();
  #lanes: { readonly at: number; readonly rows: readonly LaneRow[] } = { at: 0, rows: [] };
  #ends: { readonly at: number; readonly ends: TopicWatermarks }[] = [];
  /** When each lane's flush number was last seen to grow, and the longest that one stood still since it was asked. */
  readonly #movedAt = new Map<number, { flushNumber: bigint; at: number }>();
  #longestStandstillMs = 0;
  #loops: Promise<unknown> = Promise.resolve();

  constructor(eyes: Eyes, topics: Topics) {
    this.#eyes = eyes;
    this.#topics = topics;
  }

  start(): void {
    this.#loops = Promise.all([this.#keep(() => this.lanes()), this.#keep(() => this.ends())]);
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#loops;
  }

  /** The lanes now. @throws the database's errors */
  async lanes(): Promise<readonly LaneRow[]> {
    const rows = await this.#eyes.lanes();
    const at = performance.now();
    this.#lanes = { at, rows };
    for (const { partition, flushNumber } of rows) {
      const last = this.#movedAt.get(partition);
      if (last !== undefined) this.#longestStandstillMs = Math.max(this.#longestStandstillMs, at - last.at);
      if (last?.flushNumber !== flushNumber) this.#movedAt.set(partition, { flushNumber, at });
    }
    return rows;
  }

  /** The ends of the log now. @throws the broker's errors */
  async ends(): Promise<TopicWatermarks> {
    const at = performance.now();
    const ends = await this.#eyes.ends();
    this.#ends = [...this.#ends.filter((sample) => at - sample.at < 10 * FRESH_MS), { at, ends }];
    return ends;
  }

  /** The longest, in milliseconds, that any lane committed nothing, not even that time had passed, since this was last asked. */
  takeLongestStandstill(): number {
    const longest = this.#longestStandstillMs;
    this.#longestStandstillMs = 0;
    const at = performance.now();
    for (const last of this.#movedAt.values()) last.at = at;
    return longest;
  }

  /** Records committed so far, by the lanes' positions. */
  get committedRecords(): number {
    const positions = this.#lanes.rows.flatMap((row) => Object.values(row.positions));
    return Number(positions.reduce((sum, position) => sum + position, 0n));
  }

  /** Records that were in the log when it was last asked and had not been committed when the lanes were. */
  get lagRecords(): number {
    const sample = this.#ends.at(-1);
    return sample === undefined ? 0 : behind(this.#lanes.rows, sample.ends, this.#topics);
  }

  /** As things are now, or were last seen to be where the database does not answer. */
  async mark(): Promise<Mark> {
    const at = performance.now();
    const rows = await this.lanes().catch(() => this.#lanes.rows);
    return { at, flushNumbers: new Map(rows.map((row) => [row.partition, row.flushNumber])) };
  }

  /** Milliseconds since `mark` where every lane has committed since then, as far as is known. */
  committedSince({ at, flushNumbers }: Mark): number | undefined {
    const { rows, at: seenAt } = this.#lanes;
    const all = rows.every(({ partition, flushNumber }) => flushNumber > (flushNumbers.get(partition) ?? 0n));
    return seenAt > at && rows.length > 0 && all ? seenAt - at : undefined;
  }

  /** The same where the lanes have caught up with the log as it was a moment ago. */
  caughtUpSince({ at }: Mark): number | undefined {
    const { rows, at: seenAt } = this.#lanes;
    const reached = this.#ends.some(
      (sample) =>
        sample.at > at &&
        seenAt > sample.at &&
        seenAt - sample.at < FRESH_MS &&
        behind(rows, sample.ends, this.#topics) === 0,
    );
    return reached ? seenAt - at : undefined;
  }

  /** A server that is away is what this is for: the next look may find it. */
  async #keep(look: () => Promise<unknown>): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      await look().catch(() => undefined);
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

function behind(lanes: readonly LaneRow[], ends: TopicWatermarks, topics: Topics): number {
  let records = 0n;
  for (const source of SOURCES) {
    for (const [partition, { high }] of (ends.get(topics[source]) ?? []).entries()) {
      const position = lanes.find((lane) => lane.partition === partition)?.positions[source] ?? 0n;
      if (high > position) records += high - position;
    }
  }
  return Number(records);
}

export async function readLanes(pool: Pool): Promise<LaneRow[]> {
  const { rows } = await pool.query<Record<string, string> & { partition: number; lane_time: Date }>(
    `SELECT partition, owner, epoch, flush_number, lane_time, halted, core_position, gateway_position, mobile_position
     FROM lanes ORDER BY partition`,
  );
  return rows.map((row) => ({
    partition: row.partition,
    owner: row['owner'] ?? null,
    epoch: BigInt(row['epoch'] ?? 0),
    flushNumber: BigInt(row['flush_number'] ?? 0),
    laneTime: row.lane_time.getTime(),
    halted: row['halted'] ?? null,
    positions: {
      core: BigInt(row['core_position'] ?? 0),
      gateway: BigInt(row['gateway_position'] ?? 0),
      mobile: BigInt(row['mobile_position'] ?? 0),
    },
  }));
}
