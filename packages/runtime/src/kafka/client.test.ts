import { logLevel } from 'kafkajs';
import pino from 'pino';
import { expect, test } from 'vitest';
import { pinoLogCreator } from './client.ts';

function levelOf(level: logLevel, message: string, error?: string): string {
  const levels: string[] = [];
  const logger = pino(
    { level: 'trace', formatters: { level: (label) => ({ level: label }) } },
    { write: (line) => void levels.push(String(JSON.parse(line).level)) },
  );
  const log = { message, timestamp: '', logger: 'kafkajs', ...(error === undefined ? {} : { error }) };
  pinoLogCreator(logger)(logLevel.DEBUG)({ namespace: 'Connection', level, label: 'X', log });
  return levels.join(',');
}

test("kafkajs' errors and warnings keep their level, its chatter does not", () => {
  expect(levelOf(logLevel.ERROR, 'Connection timeout')).toBe('error');
  expect(levelOf(logLevel.WARN, 'The consumer was slow')).toBe('warn');
  expect(levelOf(logLevel.INFO, 'Consumer has joined the group')).toBe('debug');
  expect(levelOf(logLevel.DEBUG, 'Request Fetch')).toBe('trace');
});

test('what our own producer answers for alarms nobody', () => {
  const message = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';
  expect(levelOf(logLevel.WARN, message)).toBe('debug');
});

test('what passes by itself after a start or a rebalance alarms nobody', () => {
  expect(levelOf(logLevel.ERROR, 'Response GroupCoordinator', 'The group coordinator is not available')).toBe(
    'debug',
  );
  expect(levelOf(logLevel.WARN, 'The group is rebalancing, re-joining')).toBe('debug');
});
