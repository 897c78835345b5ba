import { randomBytes, randomInt } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { z } from 'zod';
import { LauncherError } from '../launcher-error.ts';
import { readIfThere, writeWhole } from './files.ts';

/** People of the demo, one per role, and the services' own names with each server. */
export const DEMO_USERS = ['viewer', 'operator', 'auditor', 'admin'] as const;
export const KAFKA_USERS = ['admin', 'broker', 'reconciler', 'notifier', 'producer', 'api'] as const;
export type KafkaUser = (typeof KAFKA_USERS)[number];
export const POSTGRES_USERS = [
  'postgres',
  'tieout_migrator',
  'reconciler',
  'notifier',
  'api',
  'verifier',
  'apicurio',
  'keycloak',
] as const;
const REDIS_USERS = ['default', 'tieout'] as const;

const passwords = <Name extends string>(names: readonly Name[]) =>
  z.record(z.enum(names), z.string().min(12));
const schema = z.object({
  kafkaClusterId: z.string().length(22),
  postgres: passwords(POSTGRES_USERS),
  kafka: passwords(KAFKA_USERS),
  redis: passwords(REDIS_USERS),
  keycloakAdmin: z.string().min(12),
  people: passwords(DEMO_USERS),
});
export type Secrets = z.infer<typeof schema>;

/** The stack's passwords: made at its first start, then always the same. The file is readable by its owner only. */
export async function loadSecrets(path: string): Promise<Secrets> {
  const text = await readIfThere(path);
  if (text === undefined) {
    const secrets = newSecrets();
    await writeWhole(path, `${JSON.stringify(secrets, null, 2)}\n`, 0o600);
    return secrets;
  }
  await chmod(path, 0o600);
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new LauncherError(
      `${path} is not what this version of Tieout wrote:\n${z.prettifyError(parsed.error)}`,
      {
        todo: 'npm run reset   (deletes this stack’s data)',
      },
    );
  }
  return parsed.data;
}

export function newSecrets(): Secrets {
  return schema.parse({
    kafkaClusterId: randomBytes(16).toString('base64url'),
    postgres: forEach(POSTGRES_USERS, machinePassword),
    kafka: forEach(KAFKA_USERS, machinePassword),
    redis: forEach(REDIS_USERS, machinePassword),
    keycloakAdmin: machinePassword(),
    people: forEach(DEMO_USERS, spokenPassword),
  });
}

function forEach(names: readonly string[], make: () => string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, make()]));
}

/** 144 bits, safe in a URL, a properties file and a JDBC string as it is. */
function machinePassword(): string {
  return randomBytes(18).toString('hex');
}

/** Four groups of four without look-alikes (about 79 bits): typed from one screen into another. */
function spokenPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
