import { TieoutError } from '@tieout/core';
import type { ClientBase } from 'pg';
import { COMMANDS_MAX, type Command, type LaneHead } from '../lane-ports.ts';
import { REDRIVE_VERB } from '../redrive.ts';
import { LANE_COLUMNS, laneHead, type LaneRow } from './lane-row.ts';

export interface BegunFlush {
  readonly now: LaneHead;
  readonly commands: readonly Command[];
}

interface CommandRow {
  readonly id: string;
  readonly txn_id: string | null;
  readonly verb: string;
  readonly actor: string;
  readonly body: unknown;
  readonly requested_at: Date;
}

/**
 * BEGIN, the lane's row locked, and the commands that wait for it, in one round trip. Commands come after the row in a statement of their own, so
 * that they are those that wait once it is locked. A redrive is none of them: it is read beforehand, like a record.
 *
 * @throws {TieoutError} LANE_LOST where the lane has no row
 */
export async function beginFlush(client: ClientBase, partition: number): Promise<BegunFlush> {
  // The numbers are ours: a simple query takes no parameters.
  const results: unknown = await client.query(
    `BEGIN; SET LOCAL lock_timeout = '10s';
     SELECT ${LANE_COLUMNS} FROM lanes WHERE partition = ${partition} FOR UPDATE;
     SELECT id, txn_id, verb, actor, body, requested_at FROM commands
     WHERE partition = ${partition} AND applied_at IS NULL AND verb <> '${REDRIVE_VERB}' ORDER BY requested_at, id LIMIT ${COMMANDS_MAX}`,
  );
  // A simple query of several statements is answered with an array, which pg's types do not know.
  if (!isAnswer(results)) throw new TieoutError('POSTGRES_UNAVAILABLE', 'an answer without rows');
  const [, , lanes, waiting] = results;
  const [row] = lanes.rows;
  if (row === undefined) throw new TieoutError('LANE_LOST', 'the lane has no row');
  return { now: laneHead(row), commands: waiting.rows.map(command) };
}

/** Of BEGIN, SET, and the two SELECT. */
type Answer = readonly [unknown, unknown, Rows<LaneRow>, Rows<CommandRow>];

interface Rows<Row> {
  readonly rows: readonly Row[];
}

function isAnswer(results: unknown): results is Answer {
  return Array.isArray(results) && results.length === 4 && results.slice(2).every(hasRows);
}

function hasRows(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows);
}

function command({ id, txn_id, verb, actor, body, requested_at }: CommandRow): Command {
  return { id, txnId: txn_id, verb, actor, body, requestedAt: requested_at.getTime() };
}
