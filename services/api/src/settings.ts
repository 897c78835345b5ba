import {
  bootEnv,
  httpSettings,
  logSettings,
  postgresSettings,
  redisSettings,
  registrySettings,
  variable,
} from '@tieout/runtime';
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });
const text = z.string().min(1);
const zone = text.refine(isTimeZone, 'no IANA time zone');
const list = text
  .transform((names) => names.split(',').map((name) => name.trim()))
  .pipe(z.array(text).min(1));

const shape = {
  ...logSettings,
  ...httpSettings(8000),
  ...postgresSettings,
  ...redisSettings,
  ...registrySettings,
  KEYCLOAK_ISSUER: variable(url, 'http://localhost:3000/auth/realms/tieout'),
  KEYCLOAK_INTERNAL_URL: variable(url, 'http://127.0.0.1:8080/auth'),
  KEYCLOAK_REALM: variable(text.default('tieout'), 'tieout'),
  KEYCLOAK_AUDIENCE: variable(text.default('tieout-api'), 'tieout-api'),
  KEYCLOAK_CLIENTS: variable(list, 'tieout-dashboard,tieout-cli'),
  DASHBOARD_ORIGIN: variable(url, 'http://localhost:3000'),
  BUSINESS_ZONE: variable(zone.default('UTC'), 'Asia/Kolkata'),
};

export type Settings = ReturnType<typeof readSettings>;

/** The API's settings; a bad one ends the process with its name and an example. */
export function readSettings() {
  return bootEnv(shape);
}

function isTimeZone(name: string): boolean {
  // Not Intl.supportedValuesOf: it has one name for each zone, often the older one ("Asia/Calcutta").
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
