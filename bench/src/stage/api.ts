import { setTimeout as delay } from 'node:timers/promises';
import { api } from '@tieout/local';
import type { Database, Ground } from './ground.ts';
import { openIdentity } from './identity.ts';
import { freePort } from './ports.ts';
import { startProgram } from './program.ts';

/** The API as it runs in production, on this database. */
export interface RunningApi {
  readonly url: string;
  readonly pid: number;
  /** A viewer's. */
  readonly token: string;
  close(): Promise<void>;
}

const READY_LIMIT_MS = 60_000;
let opened = 0;

/** @param redisPrefix where the reconciler says that there is news */
export async function openApi(ground: Ground, database: Database, redisPrefix: string): Promise<RunningApi> {
  const identity = await openIdentity();
  const port = await freePort();
  const command = api(ground.stack).command();
  const program = await startProgram(ground, `bench-api-${(opened += 1)}`, {
    ...command,
    env: {
      ...command.env,
      ...identity.environment,
      DATABASE_URL: database.readerUrl,
      REDIS_URL: ground.redisUrl,
      REDIS_KEY_PREFIX: redisPrefix,
      HTTP_PORT: String(port),
      LOG_LEVEL: 'warn',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(`${url}/readyz`, () => program.assertRunning(), ground.signal);
  return {
    url,
    pid: program.pid,
    token: await identity.token(),
    async close() {
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
