import { bootEnv, httpSettings, logSettings, variable } from '@tieout/runtime';
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });

const shape = {
  ...logSettings,
  ...httpSettings(3000),
  API_URL: variable(url, 'http://127.0.0.1:8000'),
  KEYCLOAK_INTERNAL_URL: variable(url, 'http://127.0.0.1:8080/auth'),
  DASHBOARD_DIR: variable(z.string().min(1).default('dashboard/dist'), 'dashboard/dist'),
};

/** The web origin's settings; a bad one ends the process with its name and an example. */
export function readSettings() {
  return bootEnv(shape);
}
