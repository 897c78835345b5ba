import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a URL answers 2xx within two seconds. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // nobody listens yet, or it hangs: both mean "not now"
  }
}

/** Whether somebody accepts connections on a local port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 });
    const end = (result: boolean) => (): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

/** Asking has a price too: a login on Kafka, a line in Keycloak's log. */
const ASK_EVERY_MS = 250;

/** Asks until the answer is yes; false when the time is over. Throws when the signal aborts. */
export async function until(
  probe: () => Promise<boolean>,
  patienceMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    signal.throwIfAborted();
    if (await probe()) return true;
    if (Date.now() >= deadline) return false;
    await sleep(ASK_EVERY_MS, undefined, { signal });
  }
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
