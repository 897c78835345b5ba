import { expect, test } from 'vitest';
import { type LaneRow, Watch } from './watch.ts';

const TOPICS = { core: 'c', gateway: 'g', mobile: 'm' };

function lane(partition: number, flushNumber: bigint, core: bigint): LaneRow {
  const positions = { core, gateway: 0n, mobile: 0n };
  return { partition, flushNumber, positions, owner: 'x', epoch: 1n, laneTime: 0, halted: null };
}

const watermarks = (highs: readonly bigint[]) => highs.map((high) => ({ low: 0n, high }));

/** Two lanes, and a log whose core topic alone holds anything. */
function watched() {
  const world = { rows: [lane(0, 1n, 5n), lane(1, 1n, 7n)], highs: [5n, 7n] };
  const ends = async () =>
    new Map([
      ['c', watermarks(world.highs)],
      ['g', watermarks([0n, 0n])],
      ['m', watermarks([0n, 0n])],
    ]);
  return { world, watch: new Watch({ lanes: async () => world.rows, ends }, TOPICS) };
}

test('the first commit after a fault is that of the slowest lane', async () => {
  const { world, watch } = watched();
  const mark = await watch.mark();
  world.rows = [lane(0, 2n, 5n), lane(1, 1n, 7n)];
  await watch.lanes();
  expect(watch.committedSince(mark)).toBeUndefined();
  world.rows = [lane(0, 3n, 5n), lane(1, 2n, 7n)];
  await watch.lanes();
  expect(watch.committedSince(mark)).toBeGreaterThan(0);
});

test('the log has been read to its end once lanes seen later have passed an end asked for after the fault', async () => {
  const { world, watch } = watched();
  await watch.ends();
  await watch.lanes();
  const mark = await watch.mark();
  // Reached, but that end is older than the fault.
  expect(watch.caughtUpSince(mark)).toBeUndefined();
  world.highs = [6n, 7n];
  await watch.ends();
  await watch.lanes();
  expect(watch.caughtUpSince(mark)).toBeUndefined();
  expect(watch.lagRecords).toBe(1);
  world.rows = [lane(0, 2n, 6n), lane(1, 2n, 7n)];
  await watch.lanes();
  expect(watch.caughtUpSince(mark)).toBeGreaterThan(0);
});

test('a server that is away leaves what was seen last', async () => {
  const { world, watch } = watched();
  await watch.lanes();
  const away = new Watch(
    { lanes: () => Promise.reject(new Error('away')), ends: async () => new Map() },
    TOPICS,
  );
  expect((await away.mark()).flushNumbers.size).toBe(0);
  expect(away.committedSince(await away.mark())).toBeUndefined();
  expect((await watch.mark()).flushNumbers).toEqual(new Map(world.rows.map((row) => [row.partition, 1n])));
});
