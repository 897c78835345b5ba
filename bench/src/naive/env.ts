/** What the naive build is told. */
export function naiveEnv() {
  return {
    brokers: required('KAFKA_BROKERS').split(','),
    caFile: required('KAFKA_CA_FILE'),
    username: required('KAFKA_USERNAME'),
    password: required('KAFKA_PASSWORD'),
    topicPrefix: required('KAFKA_TOPIC_PREFIX'),
    groupId: required('KAFKA_CLIENT_GROUP'),
    registryUrl: required('SCHEMA_REGISTRY_URL'),
    databaseUrl: required('DATABASE_URL'),
    redisUrl: required('REDIS_URL'),
    redisPrefix: required('REDIS_KEY_PREFIX'),
    slaMs: Number(required('SLA_MS')),
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
