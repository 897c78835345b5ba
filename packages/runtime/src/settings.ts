import { z } from 'zod';
import { variable } from './env.ts';

// The settings several processes share. A process's main spreads the groups it needs into its own shape for `bootEnv`.

const text = z.string().min(1);
const port = z.coerce.number().int().min(1).max(65_535);

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export const logSettings = {
  LOG_LEVEL: variable(z.enum(LOG_LEVELS).default('info'), 'info'),
};

export const kafkaSettings = {
  KAFKA_BROKERS: variable(
    text
      .transform((list) => list.split(',').map((broker) => broker.trim()))
      .pipe(z.array(z.string().regex(/^[^\s:]+:\d+$/, 'each broker must be host:port'))),
    'localhost:9093,localhost:9094',
  ),
  KAFKA_CA_FILE: variable(text, '/etc/tieout/ca.pem'),
  KAFKA_USERNAME: variable(text, 'reconciler'),
  KAFKA_PASSWORD: variable(text, 'the password of KAFKA_USERNAME', { secret: true }),
  KAFKA_TOPIC_PREFIX: variable(z.string().default(''), "an empty string, or 'test-'"),
};

export const registrySettings = {
  SCHEMA_REGISTRY_URL: variable(z.url({ protocol: /^https?$/ }), 'http://127.0.0.1:8081/apis/ccompat/v7'),
};

export const postgresSettings = {
  DATABASE_URL: variable(
    z.url({ protocol: /^postgres(ql)?$/ }),
    'postgres://reconciler:secret@127.0.0.1:5432/tieout',
    { secret: true },
  ),
};

export const redisSettings = {
  REDIS_URL: variable(z.url({ protocol: /^rediss?$/ }), 'redis://:secret@127.0.0.1:6379', { secret: true }),
  REDIS_KEY_PREFIX: variable(z.string().default('tieout:'), 'tieout:'),
};

/** Where a process answers /healthz, /readyz and /metrics (the API and the web origin: everything). */
export function httpSettings(defaultPort: number) {
  return {
    HTTP_HOST: variable(text.default('127.0.0.1'), '127.0.0.1'),
    HTTP_PORT: variable(port.default(defaultPort), String(defaultPort)),
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration as people write it, such as 500ms, 60s, 15m, 2h, 1d; parsed to milliseconds. */
export const duration = z
  .string()
  .regex(/^\d{1,9}(ms|s|m|h|d)$/, 'write a whole number and a unit: ms, s, m, h or d')
  .transform((written) => {
    const [, amount = '', unit = 'ms'] = /^(\d+)(\w+)$/.exec(written) ?? [];
    return Number(amount) * (UNIT_MS[unit] ?? 1);
  });
