import { readFileSync } from 'node:fs';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { stack } from './stack.ts';

export interface Position {
  readonly partition: number;
  readonly offset: string;
}

/** Puts exactly these bytes onto a topic, on the partition of their key: what no well-behaved source would send. */
export async function sendRaw(topic: string, key: string, value: Buffer): Promise<Position> {
  const { brokers, ca_file: caFile, username, password } = stack().kafka;
  const kafka = new Kafka({
    clientId: 'tieout-e2e',
    brokers,
    ssl: { ca: readFileSync(caFile, 'utf8') },
    sasl: { mechanism: 'scram-sha-512', username, password },
    logLevel: logLevel.NOTHING,
  });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    const [sent] = await producer.send({ topic, messages: [{ key, value }] });
    if (sent?.baseOffset === undefined) throw new Error('The broker did not say where the record lies');
    return { partition: sent.partition, offset: sent.baseOffset };
  } finally {
    await producer.disconnect();
  }
}
