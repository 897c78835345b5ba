import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Registry, collectDefaultMetrics } from 'prom-client';
import type { Step } from './lifecycle.ts';

/** Null when all is well, else the reason in a sentence for people. Throwing counts as a reason. */
export type Check = () => Promise<string | null> | string | null;

export interface OperationsOptions {
  readonly metrics: Registry;
  /** What must hold for the process to be of use now; shown by /readyz. */
  readonly ready: Readonly<Record<string, Check>>;
  /** What must hold for it not to be restarted; shown by /healthz. */
  readonly alive?: Readonly<Record<string, Check>>;
  /** A check that has not answered by then counts as failed. */
  readonly checkTimeoutMs?: number;
}

/** Answers /healthz, /readyz and /metrics; returns false, having done nothing, for any other path. */
export type OperationsHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

export function createOperations({
  metrics,
  ready,
  alive = {},
  checkTimeoutMs = 1_000,
}: OperationsOptions): OperationsHandler {
  const answers: Record<string, (response: ServerResponse) => Promise<void>> = {
    '/healthz': (response) => answerChecks(response, alive, checkTimeoutMs),
    '/readyz': (response) => answerChecks(response, ready, checkTimeoutMs),
    '/metrics': async (response) => {
      const body = await metrics.metrics();
      response.writeHead(200, { 'content-type': metrics.contentType }).end(body);
    },
  };
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const answer = answers[path];
    if (answer === undefined || request.method !== 'GET') return false;
    answer(response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
    return true;
  };
}

/** A registry with the process's own figures (memory, event loop lag, garbage collection) and its name on every metric. */
export function createMetrics(process: string): Registry {
  const metrics = new Registry();
  metrics.setDefaultLabels({ process });
  collectDefaultMetrics({ register: metrics });
  return metrics;
}

/** A server for processes that have no other: the handler's paths, 404 for the rest. */
export function operationsServer(
  handler: OperationsHandler,
  { host, port }: { host: string; port: number },
): Step {
  const server = createServer((request, response) => {
    if (!handler(request, response)) response.writeHead(404).end();
  });
  return {
    name: 'operations server',
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve();
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerChecks(
  response: ServerResponse,
  checks: Readonly<Record<string, Check>>,
  timeoutMs: number,
): Promise<void> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ({ name, reason: await reasonOf(check, timeoutMs) })),
  );
  const failed = results.filter(({ reason }) => reason !== null);
  response
    .writeHead(failed.length === 0 ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
    .end(JSON.stringify({ ok: failed.length === 0, checks: results }));
}

async function reasonOf(check: Check, timeoutMs: number): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${timeoutMs} ms`), timeoutMs);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
