import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createEncoder, createIdempotentProducer, createSchemaRegistry, type Step } from '@tieout/runtime';
import { outcomeSchema, subjectOf, type Topic } from '@tieout/schemas';
import { FollowerCursors } from '@tieout/store/following';
import { followLaneHints, openPool, openReader, readChangesOf, type LaneHints } from '@tieout/store/reading';
import type { Kafka } from 'kafkajs';
import { Publisher, type PublisherOptions } from './publisher.ts';

export interface NotifierSettings extends Pick<PublisherOptions, 'leaseMs' | 'logger' | 'onPublished'> {
  readonly kafka: Kafka;
  readonly outcomes: Topic;
  readonly registryUrl: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  /** Who this process is, for people who look at follower_cursors. */
  readonly owner: string;
}

/** The name of the cursors: whoever publishes outcomes shares them. */
const FOLLOWER = 'recon_outcomes';
const STATEMENT_LIMIT_MS = 10_000;
/** With the publisher's own limit for the leases and the producer's below: less than the 5 s a process has to stop. */
const DRAIN_MS = 3_000;
const DISCONNECT_LIMIT_MS = 500;

/** The publisher on real servers: what to start, in this order, and to stop in the opposite one. */
export function createNotifier(settings: NotifierSettings): { publisher: Publisher; steps: readonly Step[] } {
  const { kafka, outcomes, databaseUrl, redisUrl, redisPrefix, leaseMs, owner, logger } = settings;
  const pool = openPool({
    url: databaseUrl,
    name: `tieout notifier ${owner}`,
    // One for the look under way, one to give the leases back where that one hangs.
    connectionsMax: 2,
    statementLimitMs: STATEMENT_LIMIT_MS,
    onConnectionError: (err) => logger.warn({ err }, 'a database connection broke'),
  });
  const reader = openReader(pool);
  const producer = createIdempotentProducer(kafka);
  const registry = createSchemaRegistry(settings.registryUrl);
  let hints: LaneHints | null = null;
  const publisher = new Publisher({
    // A process id comes again after a restart; the lease of a process that crashed is not its successor's.
    cursors: new FollowerCursors(pool, { follower: FOLLOWER, owner: `${owner}/${randomUUID()}`, leaseMs }),
    changesOf: (positions, limit) => readChangesOf(reader, positions, limit),
    encoder: () => createEncoder(outcomeSchema, subjectOf(outcomes), registry),
    send: (records) => producer.send(records),
    now: () => performance.now(),
    topic: outcomes.name,
    hinted: () => hints?.connected === true,
    leaseMs,
    drainMs: DRAIN_MS,
    logger,
    onPublished: settings.onPublished,
  });
  const look = () => publisher.hint();
  return {
    publisher,
    steps: [
      { name: 'database connections', stop: () => pool.end() },
      {
        name: 'producer',
        stop: () =>
          Promise.race([producer.disconnect(), delay(DISCONNECT_LIMIT_MS, undefined, { ref: false })]),
      },
      {
        name: 'hints',
        start: () => {
          hints = followLaneHints({
            url: redisUrl,
            keyPrefix: redisPrefix,
            onHint: look,
            onConnectionChange: look,
          });
        },
        stop: () => hints?.close(),
      },
      { name: 'publisher', start: () => publisher.start(), stop: () => publisher.stop() },
    ],
  };
}
