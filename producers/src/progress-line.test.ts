import { expect, test } from 'vitest';
import { createProgressLine, lineOf } from './progress-line.ts';

const progress = {
  transactions: 1_200,
  events: 3_000,
  elapsedMs: 10_000,
  waitingMs: null,
  wholeBefore: 1_190,
  trouble: null,
};

test('the line says what has been sent and how fast', () => {
  expect(lineOf('all', progress)).toBe('all: 1,200 transactions, 3,000 events in 10.0 s · 300.0 events/s');
});

test('the line says what is being waited for', () => {
  expect(lineOf('all', { ...progress, waitingMs: 41_200 })).toContain(
    '42 s until the last late event (Ctrl-C leaves them out)',
  );
  expect(lineOf('all', { ...progress, trouble: 'no broker' })).toContain('waiting for Kafka: no broker');
});

test('on a terminal one line is rewritten; elsewhere entries are logged now and then, and at the end', () => {
  const written: string[] = [];
  const terminal = createProgressLine('all', { isTTY: true, write: (text) => written.push(text) }, () => {});
  const logged: object[] = [];
  const plain = createProgressLine('all', { write: () => {} }, (fields) => logged.push(fields));
  for (let elapsedMs = 0; elapsedMs <= 20_000; elapsedMs += 50) {
    terminal.show({ ...progress, elapsedMs });
    plain.show({ ...progress, elapsedMs });
  }
  expect(written).toHaveLength(201);
  expect(written.every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true);
  terminal.end(progress);
  expect(written.at(-1)).toMatch(/\n$/);
  expect(logged).toHaveLength(3);
  plain.show({ ...progress, elapsedMs: 40_000, waitingMs: 5_000 });
  expect(logged.at(-1)).toMatchObject({ lateEventsInSeconds: 5 });
  plain.end(progress);
  expect(logged.at(-1)).toEqual({ transactions: 1_200, events: 3_000, seconds: 10, wholeBefore: 1_190 });
});
