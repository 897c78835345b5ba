import { TieoutError, type DeadLetterCode } from '@tieout/core';
import type { ClientBase } from 'pg';
import { REDRIVE_VERB, type FinishedRedrive, type Redrive } from '../redrive.ts';

const WAITING = {
  name: 'waiting-redrives',
  text: `
SELECT c.id, c.actor, c.body ->> 'topic' AS topic, c.partition, c.body ->> 'offset' AS "offset",
  d.append_time, d.key, d.code, d.payload, d.headers, d.attempts, d.redriven_at
FROM commands c LEFT JOIN dead_letters d
  ON d.topic = c.body ->> 'topic' AND d.partition = c.partition AND d."offset" = (c.body ->> 'offset')::bigint
WHERE c.partition = $1 AND c.applied_at IS NULL AND c.verb = '${REDRIVE_VERB}'
ORDER BY c.requested_at, c.id LIMIT $2`,
};

interface WaitingRow {
  readonly id: string;
  readonly actor: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly append_time: Date | null;
  readonly key: Buffer | null;
  readonly code: DeadLetterCode;
  readonly payload: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly attempts: number;
  readonly redriven_at: Date | null;
}

/** What was asked to be redriven of this lane's dead letters, with what is kept of each; first come first. */
export async function waitingRedrives(
  client: ClientBase,
  partition: number,
  limit: number,
): Promise<Redrive[]> {
  const { rows } = await client.query<WaitingRow>({ ...WAITING, values: [partition, limit] });
  return rows.map((row) => ({
    commandId: row.id,
    actor: row.actor,
    position: { topic: row.topic, partition: row.partition, offset: BigInt(row.offset) },
    letter: row.append_time && {
      appendTime: row.append_time.getTime(),
      key: row.key,
      code: row.code,
      payload: row.payload,
      headers: row.headers,
      attempts: row.attempts,
      redriven: row.redriven_at !== null,
    },
  }));
}

// Both rows or none: whoever finds the command answered finds the letter moved on.
const FINISH = {
  name: 'finish-redrive',
  text: `
WITH answered AS (
  UPDATE commands SET applied_at = $2::timestamptz, outcome = $3::jsonb WHERE id = $1 AND applied_at IS NULL RETURNING id
), moved AS (
  UPDATE dead_letters SET attempts = attempts + 1, code = coalesce($4, code), error = coalesce($5, error),
    redriven_at = CASE WHEN $6 THEN $2::timestamptz END
  WHERE topic = $7 AND partition = $8 AND "offset" = $9 AND redriven_at IS NULL AND $10
  RETURNING 1
)
SELECT (SELECT count(*) FROM answered)::int AS answered, (SELECT count(*) FROM moved)::int AS moved`,
};

/** @throws {TieoutError} INVALID_STATE where the command no longer waits or the letter is not the one that was read: not of our doing */
export async function finishRedrive(
  client: ClientBase,
  { commandId, position, outcome, at, letter }: FinishedRedrive,
): Promise<void> {
  const again = letter?.redriven === false ? letter : null;
  const { rows } = await client.query<{ answered: number; moved: number }>({
    ...FINISH,
    values: [
      commandId,
      new Date(at).toISOString(),
      JSON.stringify(outcome),
      again?.code,
      again?.error,
      letter?.redriven ?? false,
      position.topic,
      position.partition,
      position.offset,
      letter !== null,
    ],
  });
  const [done] = rows;
  if (done?.answered !== 1 || done.moved !== (letter === null ? 0 : 1))
    throw new TieoutError('INVALID_STATE', `redrive ${commandId} is no longer what was read`);
}
