export type { AvroField, AvroRecord, AvroSchema } from './avro-schema.ts';
export { type CoreTxn, coreTxnSchema } from './generated/core-txn.ts';
export { type GatewayTxn, gatewayTxnSchema } from './generated/gateway-txn.ts';
export { type MobileTxn, mobileTxnSchema } from './generated/mobile-txn.ts';
export { type Outcome, outcomeSchema } from './generated/outcome.ts';
export {
  allTopics,
  assertCopartitioned,
  DEFAULT_PARTITIONS,
  inputTopics,
  RECORD_VALUE_BYTES_MAX,
  subjectOf,
  type Topic,
  topicCatalogue,
  type TopicCatalogue,
  type TopicConfig,
  topicConfig,
} from './topics.ts';
