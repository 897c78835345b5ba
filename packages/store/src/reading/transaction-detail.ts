import { parseRuleSet, TieoutError, txnId as brandTxnId, type RuleSet } from '@tieout/core';
import type { Selectable } from 'kysely';
import { unpackTransaction } from '../transaction/packing.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';
import { lettersOfTransaction, type LetterOfTransaction } from './dead-letters.ts';
import { inSnapshot, readCursor, type Cursor, type Reader, type Snapshot } from './snapshot.ts';
import type { Tables } from './tables.ts';
import { ROW, type TransactionRow } from './transactions.ts';

/** Of a transaction's history the newest this many of each kind are read: a source that repeats itself for ever fills no memory. */
export const HISTORY_MAX = 500;

export type RawEventRow = Omit<Selectable<Tables['raw_events']>, 'txn_id' | 'schema_id' | 'payload'>;
export type AuditRow = Pick<
  Selectable<Tables['audit_logs']>,
  'chain' | 'seq' | 'at' | 'actor' | 'action' | 'detail'
>;

export interface TransactionDetail {
  readonly row: TransactionRow;
  readonly stored: StoredTransaction;
  /** The rule set that judged it. */
  readonly ruleSet: RuleSet;
  /** As they came, redelivered and ignored ones included, oldest first. */
  readonly rawEvents: readonly RawEventRow[];
  /** Verdicts and actions, oldest first; who read it is not among them. */
  readonly auditRows: readonly AuditRow[];
  readonly truncated: boolean;
  /** The newest of what was refused under its id. */
  readonly deadLetters: readonly LetterOfTransaction[];
  readonly asOf: Cursor;
}

/** Everything known of one transaction, in one snapshot; null where no event that counts has come. */
export function findTransaction(reader: Reader, txnId: string): Promise<TransactionDetail | null> {
  return inSnapshot(reader, async (snapshot) => {
    const found = await snapshot
      .selectFrom('reconciliation_results')
      .select([...ROW, 'state'])
      .where('txn_id', '=', txnId)
      .executeTakeFirst();
    if (!found) return null;
    const { state, ...row } = found;
    const asOf = await readCursor(snapshot);
    const ruleSet = await readRuleSet(snapshot, row.rule_version);
    const rawEvents = await readRawEvents(snapshot, txnId);
    const auditRows = await readAuditRows(snapshot, txnId);
    const deadLetters = await lettersOfTransaction(snapshot, txnId);
    const truncated = rawEvents.length > HISTORY_MAX || auditRows.length > HISTORY_MAX;
    return {
      row,
      stored: unpackTransaction(brandTxnId(txnId), state),
      ruleSet,
      rawEvents: rawEvents.slice(0, HISTORY_MAX).toReversed(),
      auditRows: auditRows.slice(0, HISTORY_MAX).toReversed(),
      truncated,
      deadLetters,
      asOf,
    };
  });
}

async function readRuleSet(snapshot: Snapshot, version: number): Promise<RuleSet> {
  const { body } = await snapshot
    .selectFrom('rule_sets')
    .select('body')
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  const parsed = parseRuleSet(body);
  if (parsed.ok) return parsed.ruleSet;
  throw new TieoutError('INVALID_RULE_SET', `rule set ${version} in the database is not valid`);
}

function readRawEvents(snapshot: Snapshot, txnId: string): Promise<RawEventRow[]> {
  return snapshot
    .selectFrom('raw_events')
    .select([
      'source',
      'partition',
      'offset',
      'append_time',
      'event_id',
      'event_type',
      'status',
      'outcome',
      'amount_minor',
      'currency',
      'event_time',
    ])
    .where('txn_id', '=', txnId)
    .orderBy('append_time', 'desc')
    .orderBy('source', 'desc')
    .orderBy('offset', 'desc')
    .limit(HISTORY_MAX + 1)
    .execute();
}

function readAuditRows(snapshot: Snapshot, txnId: string): Promise<AuditRow[]> {
  return snapshot
    .selectFrom('audit_logs')
    .select(['chain', 'seq', 'at', 'actor', 'action', 'detail'])
    .where('txn_id', '=', txnId)
    .where('action', '<>', 'ACCESS')
    .orderBy('at', 'desc')
    .orderBy('chain', 'desc')
    .orderBy('seq', 'desc')
    .limit(HISTORY_MAX + 1)
    .execute();
}
