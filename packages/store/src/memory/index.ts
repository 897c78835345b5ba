// The reference adapters of a lane's ports, for tests and simulations: nothing in production loads them.
export { MemoryLaneStorage } from './lane-storage.ts';
export type { CommandRow, LaneRow, MemoryContent, ResultRow, StatRow } from './tables.ts';
export { MemoryTransactionCache } from './transaction-cache.ts';
