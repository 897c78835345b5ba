export { listAccessRows, type AccessPage, type AccessRow } from './access-rows.ts';
export {
  BEFORE_FIRST,
  readAllChanges,
  readChangesOf,
  readEnds,
  type ChainNews,
  type ChainPosition,
  type Change,
  type Positions,
} from './changes.ts';
export { findCommand, type CommandRow } from './commands.ts';
export {
  findDeadLetter,
  listDeadLetters,
  type DeadLetterDetail,
  type DeadLetterPage,
  type DeadLetterPageKey,
  type DeadLetterRow,
  type LetterOfTransaction,
  type RecordPosition,
} from './dead-letters.ts';
export { listRawRecords, type RawRecord, type RawRecordKey } from './raw-records.ts';
export { findKnown, searchTransactions, type Found, type FoundBy } from './search.ts';
export { inSnapshot, openReader, readCursor, type Cursor, type Reader, type Statement } from './snapshot.ts';
export { countSettled, NOTHING_COUNTED, type CountedBefore, type CountedRecords } from './counted-records.ts';
export { readIncidents, type Incident } from './incidents.ts';
export { AGES_MS, readOpenBreaks, type OpenBreaks } from './open-breaks.ts';
export { perSource } from './per-source.ts';
export { readStats, timeToVerdict, type StatRow } from './series.ts';
export {
  NEWEST_PER_LANE,
  RATE_MINUTES,
  readSources,
  type NewestRecord,
  type SourceCounts,
  type SourcesRead,
} from './sources.ts';
export { readCounters, statusCounts, type Counters, type StatusCounts } from './summary.ts';
export {
  findTransaction,
  HISTORY_MAX,
  type AuditRow,
  type RawEventRow,
  type TransactionDetail,
} from './transaction-detail.ts';
export {
  countTransactions,
  FACETS,
  type Facet,
  type FacetCounts,
  type TransactionCounts,
} from './transaction-counts.ts';
export { scopeOf, type Choice, type Fold, type TransactionFilter } from './transaction-filter.ts';
export { TXN_SORTS, type PageKey, type TxnSort } from './transaction-order.ts';
export {
  listTransactions,
  type ListRequest,
  type TransactionPage,
  type TransactionRow,
} from './transactions.ts';
export { readVerification, type Verification } from './verification.ts';
export { followLaneHints, type LaneHints } from './lane-hints.ts';
export { LogWatch, type LogWatchOptions } from './log-watch.ts';
export { isDatabaseAway, openPool } from './pool.ts';
export {
  readKeptRecords,
  readLanes,
  readPassedThrough,
  readRecords,
  readRuleSets,
  readVerdicts,
  type KeptRecords,
  type LaneReach,
  type PassedThrough,
  type StoredRecord,
  type StoredVerdict,
} from './workload-check.ts';
