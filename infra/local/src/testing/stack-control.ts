import { once } from 'node:events';
import { createServer } from 'node:http';
import { readRecord } from '../process/record.ts';
import { stopProcess } from '../process/stop.ts';
import type { TemporaryStack } from './temporary-stack.ts';

const ORDER = /^\/(?<what>away|back)\/(?<name>[a-z]+)$/;

/**
 * Runs `work` while tests, which are processes of their own, may take one of the stack's processes away and give it back: `POST /away/kafka` answers once
 * it is gone, `POST /back/kafka` at once.
 *
 * @param work gets the address to ask, on this machine only
 */
export async function withControl<T>(stack: TemporaryStack, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const { what, name } = ORDER.exec(request.url ?? '')?.groups ?? {};
    const done = name === undefined ? Promise.resolve(false) : obey(stack, what === 'away', name);
    done
      .then((known) => response.writeHead(known ? 204 : 404).end())
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return await work(`http://127.0.0.1:${address.port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** False where the stack has no such process. */
async function obey(stack: TemporaryStack, away: boolean, name: string): Promise<boolean> {
  const record = await readRecord(stack.home.record);
  const row = record?.processes.find((one) => one.name === name);
  if (row === undefined) return false;
  if (!away) {
    await stack.release(name);
    return true;
  }
  await stack.hold(name);
  // At once, as an outage comes.
  if (row.identity !== null) await stopProcess(row.identity, { ...row.stop, patienceMs: 0 });
  return true;
}
