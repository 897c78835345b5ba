import { testKafka } from '@tieout/testkit';
import { Kafka } from 'kafkajs';
import { afterAll, expect, it } from 'vitest';
import { assertBrokerStamps } from './broker-stamps.ts';

const server = testKafka();
const kafka = new Kafka(server.config);

afterAll(() => server.drop());

it('refuses a topic that keeps its senders’ clocks, and takes one that the broker stamps', async () => {
  await server.createTopics([
    { topic: 'stamped', partitions: 1, config: { 'message.timestamp.type': 'LogAppendTime' } },
    { topic: 'unstamped', partitions: 1, config: { 'message.timestamp.type': 'CreateTime' } },
  ]);
  const [stamped, unstamped] = [`${server.prefix}stamped`, `${server.prefix}unstamped`];
  await assertBrokerStamps(kafka, [stamped]);
  await expect(assertBrokerStamps(kafka, [stamped, unstamped])).rejects.toMatchObject({
    code: 'INVALID_SETTING',
    message: `message.timestamp.type must be LogAppendTime: ${unstamped} has CreateTime`,
  });
});
