import { inputTopics, topicCatalogue, topicConfig } from '@tieout/schemas';
import { eventually, testKafka } from '@tieout/testkit';
import { Kafka } from 'kafkajs';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createBrokerClock } from './broker-clock.ts';
import { type Assignment, createLaneConsumer, type LaneConsumer } from './consumer.ts';
import type { LogBatch } from './log.ts';
import { partitionOf } from './partitioner.ts';
import { createLogProducer } from './producer.ts';
import { createLogInspector } from './watermarks.ts';

const LANES = 2;
const server = testKafka();
const kafka = new Kafka(server.config);
const logger = pino({ level: 'silent' });
const catalogue = topicCatalogue({ partitions: LANES, prefix: server.prefix });
const topics = inputTopics(catalogue).map((topic) => topic.name);
const [core = '', gateway = ''] = topics;
const producer = createLogProducer(kafka);
const inspector = createLogInspector(kafka);
const running: LaneConsumer[] = [];
let groups = 0;

beforeAll(async () => {
  await server.createTopics(
    [...inputTopics(catalogue), catalogue.ticks].map((topic) => ({
      topic: topic.name.slice(server.prefix.length),
      partitions: topic.partitions,
      config: topicConfig(topic),
    })),
  );
  await producer.connect();
  await inspector.connect();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
});
afterAll(async () => {
  await producer.disconnect();
  await inspector.disconnect();
  await server.drop();
});

/** Starts a member that writes down what it is given and, unless told otherwise, reads each lane from the start. */
async function member(
  groupId = `${server.prefix}group-${groups++}`,
  onAssignment?: (assignment: Assignment) => void,
) {
  const assignments: Assignment[] = [];
  const batches: LogBatch[] = [];
  const crashes: Error[] = [];
  const answers: number[] = [];
  const fetches: [broker: number, underWay: boolean][] = [];
  const consumer: LaneConsumer = createLaneConsumer({
    kafka,
    groupId,
    topics,
    logger,
    fetchMaxWaitMs: 100,
    sessionTimeoutMs: 6_000,
    handlers: {
      onAssignment(assignment) {
        assignments.push(assignment);
        if (onAssignment !== undefined) return onAssignment(assignment);
        for (const partition of assignment.lanes) readFrom(consumer, partition, 0n);
      },
      onBatch: (batch) => void batches.push(batch),
      onAnswer: () => void answers.push(batches.length),
      onFetch: (broker, underWay) => void fetches.push([broker, underWay]),
      onCrash: (error) => void crashes.push(error),
    },
  });
  await consumer.start();
  running.push(consumer);
  return { consumer, assignments, batches, crashes, answers, fetches, groupId };
}

function readFrom(consumer: LaneConsumer, partition: number, offset: bigint): void {
  for (const topic of topics) {
    consumer.seek({ topic, partition }, offset);
    consumer.resume([{ topic, partition }]);
  }
}

const send = (topic: string, keys: readonly string[]) =>
  producer.send(keys.map((key) => ({ topic, key, value: Buffer.from(`value of ${key}`) })));
const keysOf = (batches: readonly LogBatch[], topic: string) =>
  batches
    .filter((batch) => batch.topic === topic)
    .flatMap((batch) => batch.records.map((record) => record.key?.toString()));

test('records arrive with their offset, their broker time, key, value and headers, in the partition of their key', async () => {
  const before = Date.now();
  await producer.send([
    { topic: core, key: 'TXN-A', value: Buffer.from('hello'), headers: { traceparent: '00-ab' } },
    { topic: core, key: 'TXN-A', value: null },
  ]);
  const { batches } = await member();
  await eventually('both records', () => keysOf(batches, core).length >= 2);
  const batch = batches.find(({ topic }) => topic === core);
  expect(batch).toMatchObject({
    partition: partitionOf(Buffer.from('TXN-A'), LANES),
    firstOffset: 0n,
    lastOffset: 1n,
    highWatermark: 2n,
  });
  const [first, second] = batch?.records ?? [];
  expect(first).toMatchObject({ offset: 0n, key: Buffer.from('TXN-A'), value: Buffer.from('hello') });
  expect(first?.headers['traceparent']?.toString()).toBe('00-ab');
  expect(second).toMatchObject({ offset: 1n, value: null });
  expect(first?.appendTime).toBeGreaterThanOrEqual(before - 1_000);
  expect(first?.appendTime).toBeLessThanOrEqual(Date.now() + 1_000);
});

test('nothing is delivered before a lane is resumed, and then from where it was told to read', async () => {
  const keys = Array.from({ length: 40 }, (_, i) => `seek-${i}`);
  await send(gateway, keys);
  let assigned: Assignment | undefined;
  const { consumer, batches } = await member(undefined, (assignment) => {
    assigned = assignment;
  });
  expect(assigned).toEqual({ lanes: [0, 1], gained: [0, 1], kept: [], lost: [] });
  const { high = 0n } = (await inspector.watermarks([gateway])).get(gateway)?.[0] ?? {};
  readFrom(consumer, 0, high - 1n);
  await eventually('the last record of lane 0', () => batches.some(({ topic }) => topic === gateway));
  expect(
    batches
      .filter(({ topic }) => topic === gateway)
      .map(({ partition, firstOffset, lastOffset }) => [partition, firstOffset, lastOffset]),
  ).toEqual([[0, high - 1n, high - 1n]]);
});

test('a paused partition stands still while the others go on', async () => {
  const { consumer, batches } = await member();
  await eventually('lanes read', () => batches.length > 0);
  const stopped = { topic: core, partition: 0 };
  consumer.pause([stopped]);
  const keys = Array.from({ length: 30 }, (_, i) => `pause-${i}`);
  const [forStopped = '', forOther = ''] = [0, 1].map((lane) =>
    keys.find((key) => partitionOf(Buffer.from(key), LANES) === lane),
  );
  // A fetch that was on its way when the pause began may still deliver once: let one record pass by first.
  await send(core, [forOther]);
  await eventually('the other lane', () => keysOf(batches, core).includes(forOther));
  await send(core, [forStopped, forOther]);
  await eventually(
    'the other lane again',
    () => keysOf(batches, core).filter((key) => key === forOther).length === 2,
  );
  expect(keysOf(batches, core)).not.toContain(forStopped);
  consumer.resume([stopped]);
  await eventually('the paused lane', () => keysOf(batches, core).includes(forStopped));
});

test('control and aborted records advance the position without records', async () => {
  const transactional = kafka.producer({
    transactionalId: `${server.prefix}tx`,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await transactional.connect();
  const { high: start = 0n } = (await inspector.watermarks([core])).get(core)?.[0] ?? {};
  const aborted = await transactional.transaction();
  await aborted.send({ topic: core, messages: [{ partition: 0, value: 'aborted' }] });
  await aborted.abort();
  const committed = await transactional.transaction();
  await committed.send({ topic: core, messages: [{ partition: 0, value: 'committed' }] });
  await committed.commit();
  await transactional.disconnect();

  const { batches } = await member(undefined, undefined);
  // Aborted record, its marker, committed record, its marker: four offsets, one record.
  const end = start + 4n;
  await eventually('the end of the log', () =>
    batches.some(
      ({ topic, partition, lastOffset }) => topic === core && partition === 0 && lastOffset === end - 1n,
    ),
  );
  const run = batches.filter(({ topic, partition }) => topic === core && partition === 0);
  expect(
    run
      .flatMap(({ records }) => records)
      .filter(({ offset }) => offset >= start)
      .map(({ value }) => value?.toString()),
  ).toEqual(['committed']);
  // No gap: each batch starts where the one before ended.
  expect(run.slice(1).map(({ firstOffset }) => firstOffset)).toEqual(
    run.slice(0, -1).map(({ lastOffset }) => lastOffset + 1n),
  );
});

test('fetches that give nothing before an open transaction are told as answered', async () => {
  const transactional = kafka.producer({
    transactionalId: `${server.prefix}left-open`,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await transactional.connect();
  const { high = 0n } = (await inspector.watermarks([core])).get(core)?.[0] ?? {};
  const open = await transactional.transaction();
  await open.send({ topic: core, messages: [{ partition: 0, value: 'held back' }] });
  const at = { topic: core, partition: 0 };
  const { consumer, answers, batches } = await member(undefined, () => {
    // Resumed below.
  });
  consumer.seek(at, high);
  consumer.resume([at]);
  await eventually('answers', () => answers.length > 3);
  expect(batches).toEqual([]);
  await open.abort();
  await transactional.disconnect();
});

test('each broker’s fetches are told as they begin and end, one at a time', async () => {
  const { fetches } = await member();
  await eventually('some fetches', () => fetches.length >= 8);
  const [[broker] = [0]] = fetches;
  expect(fetches.slice(0, 8)).toEqual(
    [true, false, true, false, true, false, true, false].map((begun) => [broker, begun]),
  );
});

test('the high watermark counts records of a transaction that is still open', async () => {
  const transactional = kafka.producer({
    transactionalId: `${server.prefix}open`,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await transactional.connect();
  const before = (await inspector.watermarks([gateway])).get(gateway)?.[1]?.high ?? 0n;
  const open = await transactional.transaction();
  await open.send({ topic: gateway, messages: [{ partition: 1, value: 'open' }] });
  expect((await inspector.watermarks([gateway])).get(gateway)?.[1]?.high).toBe(before + 1n);
  await open.abort();
  await transactional.disconnect();
});

test('a second member takes half of the lanes, and gives them back when it leaves', async () => {
  const first = await member();
  const second = await member(first.groupId);
  await eventually('shared lanes', () => first.assignments.at(-1)?.lanes.length === 1);
  const [kept, moved] = [first.assignments.at(-1), second.assignments.at(-1)];
  expect(new Set([...(kept?.lanes ?? []), ...(moved?.lanes ?? [])])).toEqual(new Set([0, 1]));
  expect(kept?.kept).toEqual(kept?.lanes);
  expect(kept?.lost).toEqual(moved?.gained);
  await running.pop()?.stop();
  await eventually('all lanes back', () => first.assignments.at(-1)?.lanes.length === 2);
  expect(first.assignments.at(-1)?.gained).toEqual(moved?.lanes);
});

test('committed positions show up in the group within seconds', async () => {
  const { consumer, groupId } = await member();
  consumer.commit({ topic: core, partition: 0 }, 1n);
  consumer.commit({ topic: core, partition: 0 }, 2n);
  const admin = kafka.admin();
  await admin.connect();
  await eventually('the commit', async () => {
    const [offsets] = await admin.fetchOffsets({ groupId, topics: [core] });
    return offsets?.partitions.some(({ partition, offset }) => partition === 0 && offset === '2');
  });
  await admin.disconnect();
});

test('a handler that throws ends the consumer instead of losing count of the log', async () => {
  const crashes: Error[] = [];
  const consumer: LaneConsumer = createLaneConsumer({
    kafka,
    groupId: `${server.prefix}group-${groups++}`,
    topics,
    logger,
    handlers: {
      onAssignment: ({ lanes }) => lanes.forEach((lane) => readFrom(consumer, lane, 0n)),
      onBatch: () => {
        throw new Error('queue broken');
      },
      onAnswer: () => {},
      onFetch: () => {},
      onCrash: (error) => void crashes.push(error),
    },
  });
  await consumer.start();
  running.push(consumer);
  await eventually('the crash', () => crashes.length > 0);
  expect(crashes.map(({ message }) => message)).toEqual(['queue broken']);
});

test('the broker clock is the append time of a record just written, and never runs backwards', async () => {
  const clock = createBrokerClock(producer, catalogue.ticks.name);
  const first = await clock.now();
  const second = await clock.now();
  expect(Math.abs(first - Date.now())).toBeLessThan(60_000);
  expect(second).toBeGreaterThanOrEqual(first);
});

test('a topic that does not stamp its records is no clock', async () => {
  await server.createTopics([{ topic: 'unstamped', partitions: 1 }]);
  await expect(createBrokerClock(producer, `${server.prefix}unstamped`).now()).rejects.toMatchObject({
    code: 'INVALID_SETTING',
  });
});
