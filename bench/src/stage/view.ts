import { inflateRawSync } from 'node:zlib';
import { io } from 'socket.io-client';
import { z } from 'zod';
import { openApi } from './api.ts';
import type { Database, Ground } from './ground.ts';

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

/** @param redisPrefix where the reconciler says that there is news */
export async function openView(ground: Ground, database: Database, redisPrefix: string): Promise<View> {
  const api = await openApi(ground, database, redisPrefix);
  const { url, token } = api;
  const response = await fetch(`${url}/api/v1/transactions?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { as_of } = snapshot.parse(await response.json());
  const seen = new Map<string, number>();
  const socket = io(url, {
    transports: ['websocket'],
    reconnection: false,
    auth: { token, as_of, batches: 'deflate-raw' },
  });
  const connected = Promise.withResolvers<void>();
  socket.on('connect', connected.resolve);
  socket.on('connect_error', connected.reject);
  socket.on('changes', (bytes: Buffer, acknowledge: () => void) => {
    const { items } = changes.parse(JSON.parse(inflateRawSync(bytes).toString()));
    const at = performance.timeOrigin + performance.now();
    for (const { legs } of items) {
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
      await api.close();
    },
  };
}
