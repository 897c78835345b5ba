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

/** Everything the notifier is told from outside. */
export function notifierEnv() {
  return bootEnv({
    ...logSettings,
    ...kafkaSettings,
    ...registrySettings,
    ...postgresSettings,
    ...redisSettings,
    ...httpSettings(8020),
    FOLLOWER_LEASE: variable(duration.default(15_000), '15s'),
  });
}
