import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { peakRssOf, statOf, treeCpuSeconds } from './processes.ts';

test('a name with spaces and brackets does not shift the fields', () => {
  const text = '42 (a) b (c) S 7 42 42 0 -1 4194304 1 2 3 4 100 50 20 30 20 0 1 0 9 9 9';
  expect(statOf(42, text)).toEqual({ pid: 42, parent: 7, cpuSeconds: 2 });
});

test('what a process that has ended used is counted for the one that started it', async () => {
  const [before = 0] = await treeCpuSeconds([process.pid]);
  spawnSync(process.execPath, ['-e', 'for (let i = 0, x = 0; i < 2e8; i++) x += i']);
  const [after = 0] = await treeCpuSeconds([process.pid]);
  expect(after).toBeGreaterThan(before);
});

test('of a process that is gone there is nothing', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  expect(await treeCpuSeconds([pid])).toEqual([0]);
  expect(await peakRssOf(pid)).toBe(0);
  expect(await peakRssOf(process.pid)).toBeGreaterThan(1e6);
});
