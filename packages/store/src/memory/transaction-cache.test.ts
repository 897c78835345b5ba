import { describe } from 'vitest';
import { itCachesTransactions, type Hint } from '../contract/transaction-cache.ts';
import { MemoryTransactionCache } from './transaction-cache.ts';

describe('the cache in memory', () => {
  itCachesTransactions(async () => {
    const heard: Hint[] = [];
    const cache = new MemoryTransactionCache((hint) => heard.push(hint));
    return {
      open: async () => cache,
      lose: async () => cache.flushAll(),
      hints: async () => heard,
      close: async () => {},
    };
  });
});
