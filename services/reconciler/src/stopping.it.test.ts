import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FlushSlots } from './flush-slots.ts';
import { LaneWorld } from './testing/steered-lane.ts';

let world: LaneWorld;

beforeAll(async () => {
  world = await LaneWorld.open();
});
afterAll(() => world.close());

it('a lane that is stopped while it waits for its turn to flush begins no flush any more', async () => {
  const slots = new FlushSlots(1);
  const lane = await world.lane(undefined, slots);
  const other = Promise.withResolvers<void>();
  const flushing = slots.use(() => other.promise);
  lane.arrives('core', lane.id());
  await turn();
  lane.lane.stop();
  other.resolve();
  await flushing;
  await world.stopLanes();
  const [row] = await world.rows('SELECT core_position FROM lanes WHERE partition = $1', [lane.partition]);
  expect(row).toEqual({ core_position: '0' });
});
