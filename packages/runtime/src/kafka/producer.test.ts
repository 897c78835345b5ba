import { expect, test } from 'vitest';
import { type OutgoingRecord, requestsOf } from './producer.ts';

const record = (bytes: number): OutgoingRecord => ({ topic: 't', key: null, value: Buffer.alloc(bytes) });

test('a request stays below what one batch of the topic may hold, in order', () => {
  const records = Array.from({ length: 20 }, () => record(100_000));
  const requests = [...requestsOf(records)];
  expect(requests.flat()).toEqual(records);
  for (const request of requests) {
    expect(request.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)).toBeLessThan(1_000_000);
  }
});

test('a record that fills a request by itself goes alone', () => {
  expect(
    [...requestsOf([record(10), record(1_000_000), record(10)])].map((request) => request.length),
  ).toEqual([1, 1, 1]);
});

test('small records are not sent by the hundred thousand at once', () => {
  const requests = [...requestsOf(Array.from({ length: 12_000 }, () => record(1)))];
  expect(Math.max(...requests.map((request) => request.length))).toBeLessThanOrEqual(5_000);
});

test('nothing to send is no request', () => {
  expect([...requestsOf([])]).toEqual([]);
});
