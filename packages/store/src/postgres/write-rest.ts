import { TieoutError } from '@tieout/core';
import type { ClientBase } from 'pg';
import type { AnsweredCommand, DeadLetter, FlushRecord, LaneHead } from '../lane-ports.ts';
import { parentOf } from '../redrive.ts';
import type { ArrayParameters } from './array-parameters.ts';

const DEAD_LETTERS = {
  name: 'write-dead-letters',
  text: `
INSERT INTO dead_letters (topic, partition, "offset", append_time, key, code, error, payload, headers, parent)
SELECT topic, $1, "offset", append_time, key, code, error, payload, headers::jsonb, parent
FROM unnest($2::text[], $3::int8[], $4::timestamptz[], $5::bytea[], $6::text[], $7::text[], $8::bytea[], $9::text[],
  $10::text[]) AS d(topic, "offset", append_time, key, code, error, payload, headers, parent)`,
};

export async function writeDeadLetters(
  client: ClientBase,
  parameters: ArrayParameters,
  partition: number,
  letters: readonly DeadLetter[],
): Promise<void> {
  await client.query({
    ...DEAD_LETTERS,
    values: [
      partition,
      parameters.column(0, 'text', letters, (to, letter) => to.text(letter.topic)),
      parameters.column(1, 'int8', letters, (to, letter) => to.int8(letter.offset)),
      parameters.column(2, 'timestamptz', letters, (to, letter) => to.timestamptz(letter.appendTime)),
      parameters.column(3, 'bytea', letters, (to, letter) => to.byteaOrNull(letter.key)),
      parameters.column(4, 'text', letters, (to, letter) => to.text(letter.code)),
      parameters.column(5, 'text', letters, (to, letter) => to.text(letter.error)),
      parameters.column(6, 'bytea', letters, (to, letter) => to.byteaOrNull(letter.payload)),
      parameters.column(7, 'text', letters, (to, letter) => to.text(JSON.stringify(letter.headers))),
      parameters.column(8, 'text', letters, (to, letter) => to.textOrNull(parentOf(letter.headers))),
    ],
  });
}

const COMMANDS = {
  name: 'answer-commands',
  text: `
UPDATE commands c SET applied_at = $1::timestamptz, outcome = a.outcome::jsonb
FROM unnest($2::uuid[], $3::text[]) AS a(id, outcome)
WHERE c.id = a.id AND c.applied_at IS NULL`,
};

/** @throws {TieoutError} INVALID_STATE where one of them no longer waits: somebody else than the lane's owner has touched it */
export async function answerCommands(
  client: ClientBase,
  commands: readonly AnsweredCommand[],
  at: number,
): Promise<void> {
  const ids = commands.map(({ id }) => id);
  const outcomes = commands.map(({ outcome }) => JSON.stringify(outcome));
  const { rowCount } = await client.query({ ...COMMANDS, values: [iso(at), ids, outcomes] });
  if (rowCount !== commands.length)
    throw new TieoutError('INVALID_STATE', `${commands.length - (rowCount ?? 0)} commands no longer wait`);
}

// Statistics and the lane's row in one statement: they are small, and so it is one round trip less.
const FINISH = {
  name: 'finish-flush',
  text: `
WITH counted AS (
  INSERT INTO stats_minute (partition, minute, measure, key, currency, count, amount)
  SELECT $1, date_trunc('minute', $2::timestamptz, 'UTC'), measure, key, currency, count, amount::numeric
  FROM unnest($3::text[], $4::text[], $5::text[], $6::int8[], $7::text[]) AS s(measure, key, currency, count, amount)
  ON CONFLICT (minute, measure, key, currency, partition)
  DO UPDATE SET count = stats_minute.count + excluded.count, amount = stats_minute.amount + excluded.amount
)
UPDATE lanes SET flush_number = $8, core_position = $9, gateway_position = $10, mobile_position = $11, core_progress = $12,
  gateway_progress = $13, mobile_progress = $14, lane_time = $15, chain_seq = $16, chain_hash = $17, status_counts = $18,
  core_arrived = $19, gateway_arrived = $20, mobile_arrived = $21, auto_resolved = $22, updated_at = $2::timestamptz
WHERE partition = $1`,
};

export async function finishFlush(
  client: ClientBase,
  parameters: ArrayParameters,
  { head, at, stats }: FlushRecord,
): Promise<void> {
  await client.query({
    ...FINISH,
    values: [
      head.partition,
      iso(at),
      parameters.column(0, 'text', stats, (to, stat) => to.text(stat.measure)),
      parameters.column(1, 'text', stats, (to, stat) => to.text(stat.key)),
      parameters.column(2, 'text', stats, (to, stat) => to.text(stat.currency)),
      parameters.column(3, 'int8', stats, (to, stat) => to.int8(BigInt(stat.count))),
      parameters.column(4, 'text', stats, (to, stat) => to.text(stat.amountMinor.toString())),
      ...laneValues(head),
    ],
  });
}

function laneValues(head: LaneHead): (string | bigint | Buffer)[] {
  const { positions, progress, arrived } = head;
  return [
    head.flushNumber,
    positions.core,
    positions.gateway,
    positions.mobile,
    iso(progress.core),
    iso(progress.gateway),
    iso(progress.mobile),
    iso(head.laneTime),
    head.chain.seq,
    head.chain.hash,
    JSON.stringify(head.statusCounts),
    arrived.core,
    arrived.gateway,
    arrived.mobile,
    autoResolvedJson(head.autoResolved),
  ];
}

function autoResolvedJson({ day, minor }: LaneHead['autoResolved']): string {
  if (day === '') return '{}';
  const digits = Object.entries(minor).map(([key, amount]) => [key, amount.toString()] as const);
  return JSON.stringify({ day, minor: Object.fromEntries(digits) });
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
