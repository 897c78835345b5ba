export { cuttable, type Cuttable } from './cuttable.ts';
export { testDatabase, type TestDatabase } from './database.ts';
export { eventually } from './eventually.ts';
export { testKafka, type TestKafka } from './kafka.ts';
export { testRedis, type TestRedis } from './redis.ts';
export { testServers, type TestServers } from './servers.ts';
