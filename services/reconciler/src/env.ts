import {
  bootEnv,
  duration,
  httpSettings,
  kafkaSettings,
  logSettings,
  postgresSettings,
  redisSettings,
  registrySettings,
  variable,
} from '@tieout/runtime';
import { z } from 'zod';

export type ReconcilerEnv = ReturnType<typeof reconcilerEnv>;

/** Everything the reconciler is told from outside. */
export function reconcilerEnv() {
  return bootEnv({
    ...logSettings,
    ...kafkaSettings,
    ...registrySettings,
    ...postgresSettings,
    ...redisSettings,
    ...httpSettings(8010),
    KAFKA_CLIENT_GROUP: variable(z.string().min(1).default('tieout-reconciler'), 'tieout-reconciler'),
    COMMIT_SLOTS: variable(z.coerce.number().int().min(1).max(64).default(2), '2'),
    LANE_GRACE: variable(duration.default(2000), '2s'),
  });
}
