export { bootEnv, loadEnv, variable } from './env.ts';
export { createService, type Service, type Step } from './lifecycle.ts';
export { createLogger, type Logger } from './logger.ts';
export {
  type Check,
  createMetrics,
  createOperations,
  type OperationsHandler,
  operationsServer,
} from './operations.ts';
export {
  duration,
  httpSettings,
  kafkaSettings,
  logSettings,
  postgresSettings,
  redisSettings,
  registrySettings,
} from './settings.ts';
export { type BrokerClock, createBrokerClock } from './kafka/broker-clock.ts';
export { createKafka } from './kafka/client.ts';
export { createDecoder, createEncoder, type Decoded, type Decoder, type Encoder } from './kafka/codec.ts';
export {
  type Assignment,
  type ConsumerHandlers,
  createLaneConsumer,
  type LaneConsumer,
} from './kafka/consumer.ts';
export {
  type LogBatch,
  type LogRecord,
  type RecordHeaders,
  type TopicPartition,
  type TopicWatermarks,
  type Watermarks,
} from './kafka/log.ts';
export { partitionOf } from './kafka/partitioner.ts';
export { createIdempotentProducer } from './kafka/idempotent-producer.ts';
export { createLogProducer, type LogProducer, type OutgoingRecord } from './kafka/producer.ts';
export { createSchemaRegistry, type SchemaRegistry } from './kafka/registry.ts';
export { createLogInspector, type LogInspector } from './kafka/watermarks.ts';
