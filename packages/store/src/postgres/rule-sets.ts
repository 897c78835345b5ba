import { type RuleSet, toJson } from '@tieout/core';
import { Client } from 'pg';
import { postgresError } from './errors.ts';

/**
 * Stores a rule set as the one in force where the table is empty, and tells whether it did.
 *
 * @param databaseUrl of the owner of the database
 * @throws {TieoutError} POSTGRES_UNAVAILABLE
 */
export async function storeFirstRuleSet(databaseUrl: string, ruleSet: RuleSet): Promise<boolean> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'tieout setup' });
  try {
    await client.connect();
    const stored = await client.query(
      `INSERT INTO rule_sets (version, state, effective_from, body, author)
       SELECT $1, 'active', $2, $3, 'system:setup' WHERE NOT EXISTS (SELECT FROM rule_sets)
       ON CONFLICT (version) DO NOTHING`,
      [ruleSet.version, new Date(ruleSet.effectiveFrom), JSON.stringify(toJson(ruleSet))],
    );
    return stored.rowCount === 1;
  } catch (error) {
    throw postgresError(error);
  } finally {
    await client.end();
  }
}
