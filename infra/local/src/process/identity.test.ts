import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identify, isAlive, parseStat } from './identity.ts';

test('the start time is read past a process name that holds spaces and brackets', () => {
  const numbers = Array.from({ length: 30 }, (_, index) => String(index + 4)).join(' ');
  expect(parseStat(`42 (a) (b c)) S ${numbers}`)).toEqual({ state: 'S', startTicks: '22' });
});

test('a stat line without a start time is an error, not a process that started at no time', () => {
  expect(() => parseStat('42 (node) S 1 2 3')).toThrow('unexpected /proc stat line');
});

test('this process is alive under its own identity', async () => {
  const me = await identify(process.pid);
  expect(me).toBeDefined();
  expect(me !== undefined && (await isAlive(me))).toBe(true);
});

test('a reused pid is not taken for the process that had it before', async () => {
  const me = await identify(process.pid);
  if (me === undefined) throw new Error('no identity');
  expect(await isAlive({ ...me, startTicks: String(Number(me.startTicks) - 1) })).toBe(false);
  expect(await isAlive({ ...me, boot: 'another boot of this machine' })).toBe(false);
});

test('a process that has ended has no identity', async () => {
  const child = spawn('true');
  await once(child, 'exit');
  expect(await identify(child.pid ?? 0)).toBeUndefined();
});
