import { connect } from 'node:tls';
import { eventually, testKafka } from '@tieout/testkit';
import { Kafka, logLevel, type ISocketFactory } from 'kafkajs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIdempotentProducer } from './idempotent-producer.ts';
import { createLogProducer, type LogProducer } from './producer.ts';

const server = testKafka();
const kafka = new Kafka(server.config);
let topic = '';
let topics = 0;
const producers: LogProducer[] = [];

beforeAll(() => server.createTopics([{ topic: 'unused', partitions: 1 }]));
afterAll(() => server.drop());
beforeEach(async () => {
  const name = `records-${topics++}`;
  topic = server.prefix + name;
  await server.createTopics([{ topic: name, partitions: 1 }]);
});
afterEach(() => Promise.all(producers.splice(0).map((producer) => producer.disconnect())));

/** The broker as a client sees it over a line that loses the next answers, each time with the connection. */
class LossyLine {
  answersToLose = 0;

  readonly kafka = new Kafka({
    ...server.config,
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, retries: 2 },
    socketFactory: this.#socketFactory(),
  });

  #socketFactory(): ISocketFactory {
    return ({ host, port, ssl, onConnect }) => {
      const socket = connect({ host, port, servername: host, ...ssl }, onConnect);
      const emit = socket.emit.bind(socket);
      socket.emit = (event: string, ...args: unknown[]) => {
        if (event !== 'data' || this.answersToLose === 0) return emit(event, ...args);
        this.answersToLose -= 1;
        socket.destroy(new Error('the line was cut'));
        return true;
      };
      return socket;
    };
  }
}

async function over(line: LossyLine, make: (kafka: Kafka) => LogProducer): Promise<LogProducer> {
  const producer = make(line.kafka);
  producers.push(producer);
  await producer.connect();
  await producer.send([record('first')]);
  return producer;
}
const record = (value: string) => ({ topic, key: 'key', value: Buffer.from(value) });

/** Everything written so far, in order. */
async function written(): Promise<string[]> {
  const values: string[] = [];
  const consumer = kafka.consumer({ groupId: `${topic}-reader` });
  const admin = kafka.admin();
  await Promise.all([consumer.connect(), admin.connect()]);
  const [end] = await admin.fetchTopicOffsets(topic);
  await consumer.subscribe({ topic, fromBeginning: true });
  let read = 0n;
  await consumer.run({
    eachMessage: ({ message }) => {
      values.push(message.value?.toString() ?? '');
      read = BigInt(message.offset) + 1n;
      return Promise.resolve();
    },
  });
  await eventually('everything is read', () => read >= BigInt(end?.high ?? 0));
  await Promise.all([consumer.disconnect(), admin.disconnect()]);
  return values;
}

describe('the idempotent producer', () => {
  it('writes a record once whose answer was lost, where the other one writes it twice', async () => {
    const line = new LossyLine();
    const producer = await over(line, createIdempotentProducer);
    line.answersToLose = 1;
    await producer.send([record('second')]);
    const other = await over(line, createLogProducer);
    line.answersToLose = 1;
    await other.send([record('third')]);
    expect(await written()).toEqual(['first', 'second', 'first', 'third', 'third']);
  });

  it('drops nothing that is sent after a send has failed, though nobody knows what of that was written', async () => {
    const line = new LossyLine();
    const producer = await over(line, createIdempotentProducer);
    line.answersToLose = 1_000;
    await expect(producer.send([record('second')])).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    line.answersToLose = 0;
    await producer.send([record('third')]);
    await producer.send([record('fourth')]);
    expect(await written()).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('connects when it is first needed, where the broker was away before', async () => {
    const line = new LossyLine();
    line.answersToLose = 1_000;
    const producer = createIdempotentProducer(line.kafka);
    producers.push(producer);
    await expect(producer.connect()).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    await expect(producer.send([record('first')])).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    line.answersToLose = 0;
    await producer.send([record('second')]);
    expect(await written()).toEqual(['second']);
  });
});
