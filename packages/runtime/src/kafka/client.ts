import { readFileSync } from 'node:fs';
import { Kafka, logLevel, type logCreator } from 'kafkajs';
import type { Logger } from '../logger.ts';

export interface KafkaClientOptions {
  readonly clientId: string;
  readonly brokers: readonly string[];
  readonly caFile: string;
  readonly username: string;
  readonly password: string;
  readonly logger: Logger;
  /** How often the client tries again by itself. The 10 of most processes take about 25 s in all: long enough for a broker's restart. */
  readonly retries?: number;
}

/** A client over TLS with SCRAM-SHA-512. Topics are never made by asking for them: consumers and producers are made by this package's own functions. */
export function createKafka({
  clientId,
  brokers,
  caFile,
  username,
  password,
  logger,
  retries = 10,
}: KafkaClientOptions): Kafka {
  return new Kafka({
    clientId,
    brokers: [...brokers],
    ssl: { ca: [readFileSync(caFile, 'utf8')] },
    sasl: { mechanism: 'scram-sha-512', username, password },
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 15_000,
    // Not for ever: a supervisor shall hear of a lost broker.
    retry: { initialRetryTime: 100, multiplier: 2, maxRetryTime: 4_000, retries },
    logLevel: logLevel.DEBUG,
    logCreator: pinoLogCreator(logger.child({ library: 'kafkajs' })),
  });
}

// What the broker answers in the seconds after its first start, or while a group changes hands; kafkajs retries and logs each as an error.
const PASSING = [
  'The group coordinator is not available',
  'The coordinator is loading',
  'The group is rebalancing',
  'There is no leader for this topic-partition',
  'This server does not host this topic-partition',
];

/** Known: our idempotent producer starts over where its retries have come to nothing. */
const EXPECTED_WARNING = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';

/** kafkajs' errors and warnings keep their level; its chatter (info) is debug here, its debug is trace. */
export function pinoLogCreator(logger: Logger): logCreator {
  return () => (entry) => {
    const { message, timestamp: _, logger: __, ...fields } = entry.log;
    const error: unknown = fields['error'];
    const passing = PASSING.some(
      (text) => message.includes(text) || (typeof error === 'string' && error.includes(text)),
    );
    if (passing || message === EXPECTED_WARNING || entry.level === logLevel.INFO)
      logger.debug(fields, message);
    else if (entry.level === logLevel.ERROR) logger.error(fields, message);
    else if (entry.level === logLevel.WARN) logger.warn(fields, message);
    else logger.trace(fields, message);
  };
}
