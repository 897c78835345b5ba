import { inflateRawSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import type { LiveChanges } from '../schemas/index.ts';
import { deflated } from './deflated.ts';

const quiet = (from: number): LiveChanges => ({
  from: { 'länk-0': from },
  to: { 'länk-0': 9 },
  items: [],
  left: 3,
});

test('a batch is compressed once, for however many clients', () => {
  const stringify = vi.spyOn(JSON, 'stringify');
  const changes = quiet(1);
  const [one, other] = [deflated(changes), deflated(changes)];
  expect(stringify).toHaveBeenCalledTimes(1);
  expect(other).toBe(one);
  stringify.mockRestore();
});

test('what is compressed is the JSON of exactly this batch', () => {
  for (const changes of [quiet(1), quiet(2)])
    expect(JSON.parse(inflateRawSync(deflated(changes)).toString())).toEqual(changes);
});
