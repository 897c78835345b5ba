export { readChainEnds, readChainNames, readRawPartitions, type ChainEnd, type LaneEnd } from './chains.ts';
export { readKeptDays, whileDaysStay, type KeptDays } from './days.ts';
export { PagedRows } from './pages.ts';
export { resultsAgainstLog, type StoredResult } from './results.ts';
export {
  auditRows,
  rawRows,
  redriveRows,
  type RedriveRow,
  type StoredAuditRow,
  type StoredRawRow,
} from './rows.ts';
export { leaveResult, type VerificationResult } from './verifications.ts';
