import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function linesOf(log: (logger: ReturnType<typeof createLogger>) => void): unknown[] {
  const lines: unknown[] = [];
  log(
    createLogger(
      { process: 'reconciler', level: 'info' },
      { write: (line) => void lines.push(JSON.parse(line)) },
    ),
  );
  return lines;
}

test('a line is JSON with process, level word and an ISO time', () => {
  expect(linesOf((logger) => logger.info({ lane: 3 }, 'lane taken'))).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      process: 'reconciler',
      lane: 3,
      msg: 'lane taken',
    },
  ]);
});

test('secrets are redacted where client libraries put them', () => {
  const text = JSON.stringify(
    linesOf((logger) =>
      logger.info(
        {
          password: 'hush',
          config: { sasl: { password: 'hush' } },
          req: { headers: { authorization: 'Bearer hush' } },
        },
        'x',
      ),
    ),
  );
  expect(text).not.toContain('hush');
  expect(text).toContain('[redacted]');
});

test('lines below the level are not written', () => {
  expect(linesOf((logger) => logger.debug('quiet'))).toEqual([]);
});
