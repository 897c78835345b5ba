import pino, { type DestinationStream, type Logger } from 'pino';
import type { LOG_LEVELS } from './settings.ts';

export type { Logger } from 'pino';

// Wherever an object is logged, these never reach the log. Two levels deep is where client libraries put them.
const SECRET_FIELDS = ['password', 'token', 'secret', 'authorization', 'cookie', 'sasl', 'connectionString'];
const redactPaths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/**
 * JSON lines on stdout, times ISO 8601 UTC. `err` is the field for errors.
 *
 * @param process the name each line carries
 */
export function createLogger(
  { process, level }: { process: string; level: (typeof LOG_LEVELS)[number] },
  destination?: DestinationStream,
): Logger {
  return pino(
    {
      level,
      base: { process },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactPaths, censor: '[redacted]' },
    },
    // Written at once: what a process says just before it dies is what people look for.
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
