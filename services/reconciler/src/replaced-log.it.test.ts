import { topicConfig } from '@tieout/schemas';
import { eventually } from '@tieout/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WholePath } from './testing/whole-path.ts';

let path: WholePath;

beforeAll(async () => {
  path = await WholePath.open({ slaMs: 60_000, partitions: 1 });
});
afterEach(async () => {
  expect(await path.stopEngines()).toEqual([]);
});
afterAll(() => path.close());

/** Deletes a topic and makes it anew with `records` records. */
async function replaceTopic(records: number): Promise<void> {
  const admin = path.kafka.admin();
  await admin.connect();
  const { name } = path.catalogue.gateway;
  await admin.deleteTopics({ topics: [name] });
  await eventually('the topic is gone', async () => !(await admin.listTopics()).includes(name));
  await admin.disconnect();
  await path.server.createTopics([
    {
      topic: name.slice(path.server.prefix.length),
      partitions: 1,
      config: topicConfig(path.catalogue.gateway),
    },
  ]);
  await path.producer.disconnect();
  await path.producer.connect();
  for (let n = 0; n < records; n++) await path.produce('gateway', `NEW-${n}`);
}

const readTo = (position: string) =>
  eventually(`the gateway's log is read to ${position}`, async () => {
    const [lane] = await path.rows('SELECT gateway_position FROM lanes');
    return lane?.['gateway_position'] === position;
  });

it('a process that comes back reads on where it was, and halts where the log is another one that has grown past that place', async () => {
  const first = await path.startEngine();
  for (let n = 0; n < 3; n++) await path.produce('gateway', `OLD-${n}`);
  await readTo('3');
  await first.stop();

  await path.produce('gateway', 'OLD-3');
  const second = await path.startEngine();
  await path.produce('gateway', 'OLD-4');
  await readTo('5');
  expect(second.reconciler.trouble()).toBeNull();
  await second.stop();

  await replaceTopic(8);
  const third = await path.startEngine();
  await eventually('it is noticed', () =>
    third.reconciler.trouble()?.includes('gateway: the log was replaced: offset 4 was appended'),
  );
  const lane = await eventually('it is written down', async () => {
    const [row] = await path.rows('SELECT gateway_position, halted FROM lanes');
    return row?.['halted'] === null ? undefined : row;
  });
  expect(lane).toMatchObject({ gateway_position: '5', halted: expect.stringContaining('was replaced') });
  expect(await path.rows(`SELECT txn_id FROM raw_events WHERE txn_id LIKE 'NEW%'`)).toEqual([]);
});
