import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from './limits.ts';

const program = fileURLToPath(new URL('testing/full-queue.ts', import.meta.url));

/** What one fetch brings of a partition, its smallest records packed. */
const PACKED_BATCH_BYTES_MAX = 2 * 262_144;

interface Memory {
  readonly told: number;
  readonly held: number;
}

function fill(valueBytes: number, headerBytes: number): Memory {
  const args = ['--expose-gc', '--conditions=@tieout/source', program, `${valueBytes}`, `${headerBytes}`];
  const memory: Memory = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  return memory;
}

it.each([
  ['the smallest records there are', 60, 0],
  ['payments', 150, 0],
  ['payments that carry a trace', 150, 55],
  ['large records', 20_000, 0],
])('six full queues of %s hold no more than they are told to', (_, valueBytes, headerBytes) => {
  const { told, held } = fill(valueBytes, headerBytes);
  // Full, and not far beyond: each source may have had one batch under way.
  expect(told).toBeGreaterThan(6 * DEFAULT_LIMITS.queueBytesMax);
  expect(told).toBeLessThan(6 * (DEFAULT_LIMITS.queueBytesMax + 3 * PACKED_BATCH_BYTES_MAX));
  expect(held).toBeLessThanOrEqual(told * 1.02);
});
