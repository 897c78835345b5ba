import { parseRuleSet, TieoutError, toJson, type RuleSet } from '@tieout/core';
import { Client, type ClientBase } from 'pg';
import type { LaneHead } from '../lane-ports.ts';
import { activationRow, inForceFrom, type ActivatedBy } from '../rule-activation.ts';
import { BinaryWriter } from './binary-writer.ts';
import { copyAuditRows } from './copy.ts';
import { postgresError } from './errors.ts';
import { LANE_COLUMNS, laneHead, type LaneRow } from './lane-row.ts';

export interface Activation extends ActivatedBy {
  /** As `parseRuleSet` reads it, but for `version` and `effective_from`, which activating gives it. */
  readonly rules: unknown;
}

/** Of an advisory lock: held alone while rules are activated, shared while a lane's row is made, so that no lane is left out. */
export const ACTIVATION_LOCK = `hashtext('activate_rule_set')`;

/** Longer than any flush holds its lane. */
const LOCK_TIMEOUT = '60s';

/**
 * Puts a rule set in force as the next version, from just after everything any lane has read: no verdict there is changes, and every transaction
 * first seen later is judged by it. Each lane's chain says so; a running lane learns of it at its next flush, which is judged again.
 *
 * @param databaseUrl of the owner of the database
 * @throws {TieoutError} INVALID_RULE_SET with every problem and its path; POSTGRES_UNAVAILABLE: nothing was done, or the answer to the commit was
 *   lost and `rule_sets` tells
 */
export async function activateRuleSet(databaseUrl: string, activation: Activation): Promise<RuleSet> {
  // Before anything is locked.
  ruleSetOf(activation.rules, 1, activation.at);
  const client = new Client({ connectionString: databaseUrl, application_name: 'tieout rules' });
  client.on('error', () => {
    // The query under way rejects with the same.
  });
  try {
    await client.connect();
    await client.query(`BEGIN; SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
    const ruleSet = await activate(client, activation);
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT')
      throw new TieoutError('POSTGRES_UNAVAILABLE', `COMMIT was answered with ${command}`);
    return ruleSet;
  } catch (error) {
    throw postgresError(error);
  } finally {
    await client.end();
  }
}

async function activate(client: ClientBase, activation: Activation): Promise<RuleSet> {
  const lanes = await lockLanes(client);
  const { version, effectiveFrom } = await nextVersion(client, lanes);
  const ruleSet = ruleSetOf(activation.rules, version, effectiveFrom);
  await client.query(`UPDATE rule_sets SET state = 'retired' WHERE state = 'active'`);
  await client.query(
    `INSERT INTO rule_sets (version, state, effective_from, body, author, approver) VALUES ($1, 'active', $2, $3, $4, $5)`,
    [
      version,
      new Date(effectiveFrom),
      JSON.stringify(toJson(ruleSet)),
      activation.author,
      activation.approver,
    ],
  );
  await tellLanes(client, lanes, ruleSet, activation);
  return ruleSet;
}

/** In the order of their partitions, so that two activations never wait for each other. Each lane ends its flush first. */
async function lockLanes(client: ClientBase): Promise<LaneHead[]> {
  await client.query(`SELECT pg_advisory_xact_lock(${ACTIVATION_LOCK})`);
  const { rows } = await client.query<LaneRow>(
    `SELECT ${LANE_COLUMNS} FROM lanes ORDER BY partition FOR UPDATE`,
  );
  return rows.map(laneHead);
}

/** Above every version there is, drafts included. */
async function nextVersion(
  client: ClientBase,
  lanes: readonly LaneHead[],
): Promise<{ version: number; effectiveFrom: number }> {
  const { rows } = await client.query<{
    version: number;
    effective_from: Date | null;
    first_seen_at: Date | null;
  }>(
    `SELECT (SELECT coalesce(max(version), 0) + 1 FROM rule_sets) AS version,
            (SELECT max(effective_from) FROM rule_sets WHERE state IN ('scheduled', 'active', 'retired')) AS effective_from,
            (SELECT max(first_seen_at) FROM reconciliation_results) AS first_seen_at`,
  );
  const [row] = rows;
  if (row === undefined) throw new TieoutError('POSTGRES_UNAVAILABLE', 'an answer without rows');
  const firstSeenAt = row.first_seen_at?.getTime() ?? null;
  const effectiveFrom = row.effective_from?.getTime() ?? null;
  return { version: row.version, effectiveFrom: inForceFrom({ lanes, firstSeenAt, effectiveFrom }) };
}

async function tellLanes(
  client: ClientBase,
  lanes: readonly LaneHead[],
  ruleSet: RuleSet,
  by: ActivatedBy,
): Promise<void> {
  const told = lanes.map((lane) => activationRow(lane, ruleSet, by));
  if (told.length === 0) return;
  const day = new Date(by.at).toISOString().slice(0, 10);
  await client.query('SELECT ensure_day_partitions($1::date, $1::date)', [day]);
  await copyAuditRows(
    client,
    new BinaryWriter(4096),
    told.map(({ row }) => row),
    by.at,
  );
  // The flush number stays: nothing was flushed. The version is what makes a flush that was judged before start again.
  await client.query(
    `UPDATE lanes l SET rules_version = $1, chain_seq = n.seq, chain_hash = n.hash, updated_at = now()
     FROM unnest($2::int[], $3::bigint[], $4::bytea[]) AS n(partition, seq, hash) WHERE l.partition = n.partition`,
    [
      ruleSet.version,
      lanes.map(({ partition }) => partition),
      told.map(({ head }) => head.seq.toString()),
      told.map(({ head }) => head.hash),
    ],
  );
}

/** @throws {TieoutError} INVALID_RULE_SET */
function ruleSetOf(rules: unknown, version: number, effectiveFrom: number): RuleSet {
  const isObject = typeof rules === 'object' && rules !== null && !Array.isArray(rules);
  const effective_from = new Date(effectiveFrom).toISOString();
  const parsed = parseRuleSet(isObject ? { ...rules, version, effective_from } : rules);
  if (parsed.ok) return parsed.ruleSet;
  const problems = parsed.problems.map(({ path, problem }) =>
    path === '' ? problem : `${path}: ${problem}`,
  );
  throw new TieoutError('INVALID_RULE_SET', problems.join('; '));
}
