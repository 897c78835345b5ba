import { setTimeout as delay } from 'node:timers/promises';
import { sourceCommand } from '@tieout/local';
import { io } from 'socket.io-client';
import { z } from 'zod';
import type { Database, Ground } from './ground.ts';
import { openIdentity } from './identity.ts';
import { freePort } from './ports.ts';
import { startProgram } from './program.ts';

/** A browser's view of a database: the API, and one client of its live feed. */
export interface View {
  /** When a record was first seen as a leg of some transaction, ms since the epoch, under `topic:partition:offset`. */
  readonly seen: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const position = z.object({ topic: z.string(), partition: z.int(), offset: z.string() });
const leg = z.object({ position }).nullable();
const changes = z.object({
  items: z.array(z.object({ legs: z.object({ core: leg, gateway: leg, mobile: leg }) })),
});
const snapshot = z.object({ as_of: z.unknown() });

const READY_LIMIT_MS = 60_000;
let opened = 0;

/** @param redisPrefix where the reconciler says that there is news */
export async function openView(ground: Ground, database: Database, redisPrefix: string): Promise<View> {
  const identity = await openIdentity();
  const port = await freePort();
  const { repo } = ground.stack.surroundings;
  const program = await startProgram(
    ground,
    `bench-api-${(opened += 1)}`,
    sourceCommand(repo, 'services/api/src/main.ts', [], {
      ...identity.environment,
      DATABASE_URL: database.readerUrl,
      REDIS_URL: ground.redisUrl,
      REDIS_KEY_PREFIX: redisPrefix,
      SCHEMA_REGISTRY_URL: ground.registryUrl,
      DASHBOARD_ORIGIN: 'http://localhost:3000',
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(port),
      LOG_LEVEL: 'warn',
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  await ready(`${url}/readyz`, () => program.assertRunning(), ground.signal);
  const token = await identity.token();
  const response = await fetch(`${url}/api/v1/transactions?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { as_of } = snapshot.parse(await response.json());
  const seen = new Map<string, number>();
  const socket = io(url, { transports: ['websocket'], reconnection: false, auth: { token, as_of } });
  const connected = Promise.withResolvers<void>();
  socket.on('connect', connected.resolve);
  socket.on('connect_error', connected.reject);
  socket.on('changes', (sent: unknown, acknowledge: () => void) => {
    const at = performance.timeOrigin + performance.now();
    for (const { legs } of changes.parse(sent).items) {
      for (const one of [legs.core, legs.gateway, legs.mobile]) {
        if (one === null) continue;
        const { topic, partition, offset } = one.position;
        const record = `${topic}:${partition}:${offset}`;
        if (!seen.has(record)) seen.set(record, at);
      }
    }
    acknowledge();
  });
  await connected.promise;
  return {
    seen,
    async close() {
      socket.disconnect();
      await program.stop();
      await identity.close();
    },
  };
}

async function ready(url: string, assertRunning: () => void, signal: AbortSignal): Promise<void> {
  const until = performance.now() + READY_LIMIT_MS;
  for (;;) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false, // it does not listen yet
    );
    if (isReady) return;
    assertRunning();
    if (performance.now() > until) throw new Error(`${url} was not ready`);
    await delay(100, undefined, { signal });
  }
}
