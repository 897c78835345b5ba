import { TieoutError } from '@tieout/core';
import { expect, test } from 'vitest';
import { patiently } from './patience.ts';

function failing(times: number, error: unknown): { work: () => Promise<string>; calls: () => number } {
  let calls = 0;
  return {
    calls: () => calls,
    work: () => (calls++ < times ? Promise.reject(error) : Promise.resolve('done')),
  };
}

const refused = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });

test.each([
  ['a retriable error of ours', new TieoutError('REGISTRY_UNAVAILABLE', 'no answer')],
  ['a retriable error of kafkajs', Object.assign(new Error('coordinator is loading'), { retriable: true })],
  ['a server that does not listen yet', refused],
  ['a server none of whose addresses listens yet', new AggregateError([refused])],
  [
    'Postgres while it starts',
    Object.assign(new Error('the database system is starting up'), { code: '57P03' }),
  ],
])('%s is waited for', async (_, error) => {
  const { work, calls } = failing(2, error);
  expect(await patiently(work, { limitMs: 1_000, everyMs: 1 })).toBe('done');
  expect(calls()).toBe(3);
});

test.each([
  ['a wrong setting', new TieoutError('INVALID_SETTING', 'topic differs')],
  ['a wrong password', Object.assign(new Error('password authentication failed'), { code: '28P01' })],
  ['a bug', new TypeError('undefined is not a function')],
])('%s fails at once', async (_, error) => {
  const { work, calls } = failing(2, error);
  await expect(patiently(work, { limitMs: 1_000, everyMs: 1 })).rejects.toBe(error);
  expect(calls()).toBe(1);
});

test('the wait has an end', async () => {
  const { work } = failing(Infinity, refused);
  await expect(patiently(work, { limitMs: 20, everyMs: 5 })).rejects.toBe(refused);
});
