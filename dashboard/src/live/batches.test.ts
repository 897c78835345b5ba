import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readBatch } from './batches.ts';

const batch = { from: { 'länk-0': 1 }, to: { 'länk-0': 2 }, items: [], left: 0 };
const deflated = (json: string): ArrayBuffer => new Uint8Array(deflateRawSync(json)).buffer;

test('a batch is read from its bytes, and taken as it is where it is none', async () => {
  expect(await readBatch(deflated(JSON.stringify(batch)))).toEqual(batch);
  expect(await readBatch(batch)).toBe(batch);
});

test('bytes that are no batch, or not all of one, are refused', async () => {
  const whole = deflated(JSON.stringify(batch));
  await expect(readBatch(whole.slice(0, -1))).rejects.toThrow();
  await expect(readBatch(deflated('{"from":'))).rejects.toThrow();
});
