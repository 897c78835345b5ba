import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadEnv } from './env.ts';
import { duration, httpSettings, kafkaSettings, postgresSettings } from './settings.ts';

const kafka = {
  KAFKA_BROKERS: 'a:1, b:2',
  KAFKA_CA_FILE: '/ca.pem',
  KAFKA_USERNAME: 'reconciler',
  KAFKA_PASSWORD: 'hush',
};

function secretFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'env-')), 'secret');
  writeFileSync(file, text);
  return file;
}

test('settings are parsed, with defaults for what may be left out', () => {
  expect(loadEnv({ ...kafkaSettings, ...httpSettings(8000) }, kafka)).toEqual({
    KAFKA_BROKERS: ['a:1', 'b:2'],
    KAFKA_CA_FILE: '/ca.pem',
    KAFKA_USERNAME: 'reconciler',
    KAFKA_PASSWORD: 'hush',
    KAFKA_TOPIC_PREFIX: '',
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: 8000,
  });
});

test('every missing or wrong setting is named at once, with what is wrong and an example', () => {
  const source = { ...kafka, KAFKA_BROKERS: 'nowhere', KAFKA_USERNAME: '', HTTP_PORT: '70000' };
  expect(() => loadEnv({ ...kafkaSettings, ...httpSettings(8000) }, source)).toThrow(
    expect.objectContaining({
      code: 'INVALID_SETTING',
      message: expect.stringMatching(
        /KAFKA_BROKERS is not usable: each broker must be host:port\. Example: KAFKA_BROKERS=localhost:9093[^\n]*\nKAFKA_USERNAME is missing\. Example: KAFKA_USERNAME=reconciler\nHTTP_PORT is not usable: .*65535/,
      ),
    }),
  );
});

describe('a secret', () => {
  test('may come as a file, whose last line break does not count', () => {
    const { KAFKA_PASSWORD: _, ...others } = kafka;
    const env = loadEnv(kafkaSettings, { ...others, KAFKA_PASSWORD_FILE: secretFile('from file\n') });
    expect(env.KAFKA_PASSWORD).toBe('from file');
  });

  test('given twice is refused, because nobody can tell which counts', () => {
    const source = { ...kafka, KAFKA_PASSWORD_FILE: secretFile('other') };
    expect(() => loadEnv(kafkaSettings, source)).toThrow(
      /KAFKA_PASSWORD and KAFKA_PASSWORD_FILE are both set/,
    );
  });

  test('whose file cannot be read is reported by the name of the file', () => {
    const { KAFKA_PASSWORD: _, ...others } = kafka;
    expect(() => loadEnv(kafkaSettings, { ...others, KAFKA_PASSWORD_FILE: '/no/such' })).toThrow(
      /KAFKA_PASSWORD_FILE names \/no\/such/,
    );
  });

  test('never appears in the message about it', () => {
    expect(() => loadEnv(postgresSettings, { DATABASE_URL: 'mysql://u:hush@h/db' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hush') }),
    );
  });
});

test('durations are whole numbers with a unit', () => {
  expect(['500ms', '60s', '15m', '2h', '1d'].map((text) => duration.parse(text))).toEqual([
    500, 60_000, 900_000, 7_200_000, 86_400_000,
  ]);
  for (const text of ['60', '1.5s', '-1s', 's', '1 s']) expect(duration.safeParse(text).success).toBe(false);
});
