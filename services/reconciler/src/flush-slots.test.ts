import { expect, it } from 'vitest';
import { FlushSlots } from './flush-slots.ts';

it('lets no more work at once than it has slots, first come, first served, whatever becomes of one', async () => {
  const slots = new FlushSlots(2);
  const begun: number[] = [];
  const works = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const done = works.map(({ promise }, index) =>
    slots.use(async () => {
      begun.push(index);
      await promise;
    }),
  );
  expect(begun).toEqual([0, 1]);
  works[1]?.reject(new Error('failed'));
  await expect(done[1]).rejects.toThrow('failed');
  expect(begun).toEqual([0, 1, 2]);
  works[0]?.resolve();
  works[2]?.resolve();
  await Promise.all([done[0], done[2]]);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  works[3]?.resolve();
  works[4]?.resolve();
  await Promise.all([done[3], done[4]]);
  const later = Promise.withResolvers<void>();
  void slots.use(() => (begun.push(5), later.promise));
  expect(begun.at(-1)).toBe(5);
  later.resolve();
});
