import { join } from 'node:path';
import type { Surroundings } from './env.ts';
import type { Home } from './state/home.ts';
import type { Ports } from './state/ports.ts';
import type { Secrets } from './state/secrets.ts';

/** One stack: what all its parts are made from. */
export interface Stack {
  readonly surroundings: Surroundings;
  readonly home: Home;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** Only the servers, with wide-open test logins; no services, no dashboard. */
  readonly serversOnly: boolean;
  /** Lives for one test run. */
  readonly temporary: boolean;
  /** A port on which Kafka listens besides, without TLS or password and for everybody: what the cost of those is measured with. */
  readonly bareKafka?: number | undefined;
}

/** Programs found on the machine or in the cache. Filled by provisioning, read when a part starts. */
export interface Tools {
  java: string;
  postgresBin: string;
  redisServer: string;
  kafkaLibs: string;
  apicurio: string;
  keycloak: string;
}

/** The one origin people open. `localhost`, not 127.0.0.1: browsers allow the login's cryptography only there. */
export function publicUrl(ports: Ports): string {
  return `http://localhost:${ports.web}`;
}

export function postgresUrl(
  stack: Pick<Stack, 'ports' | 'secrets'>,
  user: keyof Secrets['postgres'],
  database: string,
): string {
  return `postgresql://${user}:${stack.secrets.postgres[user]}@127.0.0.1:${stack.ports.postgres}/${database}`;
}

export function redisUrl(stack: Pick<Stack, 'ports' | 'secrets'>, user: keyof Secrets['redis']): string {
  return `redis://${user}:${stack.secrets.redis[user]}@127.0.0.1:${stack.ports.redis}/0`;
}

/** JVM options for servers that must start fast and stay small on a laptop. */
export const SMALL_JVM = [
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Djava.net.preferIPv4Stack=true',
  '-Dfile.encoding=UTF-8',
];

/**
 * The same for a long-lived server, which at its first stop also writes down its loaded classes, so that later starts need
 * not read and verify them again: measured 9.3 s of processor time to ready without and 6.8 s with, for Keycloak. A stack
 * that lives for one test run never has a later start.
 */
export function serverJvm(stack: Pick<Stack, 'home' | 'temporary'>, server: string): string[] {
  if (stack.temporary) return SMALL_JVM;
  const archive = join(stack.home.data(server), 'classes.jsa');
  return [
    ...SMALL_JVM,
    '-XX:+AutoCreateSharedArchive',
    `-XX:SharedArchiveFile=${archive}`,
    '-Xlog:cds=off',
    '-Xlog:cds+dynamic=off',
  ];
}
