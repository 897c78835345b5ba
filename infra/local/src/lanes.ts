import { topicCatalogue } from '@tieout/schemas';
import { Client } from 'pg';
import { withAdmin } from './servers/kafka.ts';
import { postgresUrl, type Stack } from './stack.ts';

/** How far one lane is. */
export interface Lane {
  readonly lane: string;
  /** Until when, in the broker's time, everything sent is known to have been judged. */
  readonly lane_time: string;
  readonly lag_ms: number;
  /** Records in its three partitions that no flush has committed yet. */
  readonly lag_events: number;
  readonly halted: string | null;
}

interface LaneRow {
  readonly partition: number;
  readonly lane_time: Date;
  readonly core_position: string;
  readonly gateway_position: string;
  readonly mobile_position: string;
  readonly halted: string | null;
}

/** The lanes as the database and the broker know them; undefined where one of the two does not answer. */
export async function lanesOf(stack: Pick<Stack, 'home' | 'ports' | 'secrets'>): Promise<Lane[] | undefined> {
  try {
    const topics = topicCatalogue();
    const [rows, core, gateway, mobile] = await Promise.all([
      readRows(postgresUrl(stack, 'tieout_migrator', 'tieout')),
      ...[topics.core, topics.gateway, topics.mobile].map((topic) => highs(stack, topic.name)),
    ]);
    const now = Date.now();
    return rows.map((row) => {
      const lag = (ends: Map<number, bigint> | undefined, position: string): number =>
        Math.max(0, Number((ends?.get(row.partition) ?? 0n) - BigInt(position)));
      return {
        lane: `lane-${row.partition}`,
        lane_time: row.lane_time.toISOString(),
        lag_ms: Math.max(0, now - row.lane_time.getTime()),
        lag_events:
          lag(core, row.core_position) +
          lag(gateway, row.gateway_position) +
          lag(mobile, row.mobile_position),
        halted: row.halted,
      };
    });
  } catch {
    return undefined; // the caller shows the stack as degraded; the servers' own rows say which one
  }
}

async function readRows(url: string): Promise<LaneRow[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000, query_timeout: 3000 });
  await client.connect();
  try {
    const { rows } = await client.query<LaneRow>(
      'SELECT partition, lane_time, core_position, gateway_position, mobile_position, halted FROM lanes ORDER BY partition',
    );
    return rows;
  } finally {
    await client.end();
  }
}

async function highs(
  stack: Pick<Stack, 'home' | 'ports' | 'secrets'>,
  topic: string,
): Promise<Map<number, bigint>> {
  const offsets = await withAdmin(stack, (admin) => admin.fetchTopicOffsets(topic));
  return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
}
