// Schema of the database.
export { migrate } from './postgres/migrate.ts';
export { turnDays } from './postgres/retention.ts';
export type { Retention, RetentionTurn } from './postgres/retention.ts';
export { storeFirstRuleSet } from './postgres/rule-sets.ts';
export { activateRuleSet } from './postgres/rule-set-activation.ts';
export type { Activation } from './postgres/rule-set-activation.ts';

// A lane's ports, and the servers behind them.
export type * from './lane-ports.ts';
export { COMMANDS_MAX } from './lane-ports.ts';
export { PostgresLaneStorage } from './postgres/lane-storage.ts';
export type { PostgresSettings } from './postgres/connections.ts';
export { RedisTransactionCache } from './redis/transaction-cache.ts';

// A transaction as it is kept between flushes.
export { packTransaction, unpackTransaction } from './transaction/packing.ts';
export type { StoredTransaction } from './transaction/stored-transaction.ts';

// Dead letters, decoded again.
export { PARENT_HEADER, positionText } from './redrive.ts';
export type { FinishedRedrive, RecordPosition, Redrive, RedriveOutcome, WaitingLetter } from './redrive.ts';

// Hash-chained audit rows.
export { appendToChain, CHAIN_START, chainHash, laneChain } from './audit/chain.ts';
export type { AuditEntry, AuditRow, ChainHead } from './audit/chain.ts';
export { RawDigest } from './audit/raw-digest.ts';
export { actionFacts, policyFacts, refusalFacts } from './audit/action-detail.ts';
export type { Deed, Standing } from './audit/action-detail.ts';
export { legsText, verdictFacts } from './audit/verdict-detail.ts';
export type { LegJson, LegsJson, VerdictChange } from './audit/verdict-detail.ts';
export { timeBucket } from './time-buckets.ts';
