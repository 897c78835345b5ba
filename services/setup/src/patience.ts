import { setTimeout as delay } from 'node:timers/promises';
import { TieoutError } from '@tieout/core';

export interface Patience {
  readonly limitMs: number;
  readonly everyMs: number;
}

/** Does `work` again while it fails for a reason that passes by itself (a server that is still starting), up to a limit; then the last error. */
export async function patiently<T>(work: () => Promise<T>, { limitMs, everyMs }: Patience): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!passesByItself(error) || performance.now() + everyMs > deadline) throw error;
      await delay(everyMs);
    }
  }
}

// What sockets say of a server that is not there yet, and Postgres of one that is starting (57P03).
const NOT_YET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03']);

function passesByItself(error: unknown): boolean {
  if (error instanceof TieoutError) return error.retriable;
  if (!(error instanceof Error)) return false;
  if ('retriable' in error && error.retriable === true) return true;
  if ('code' in error && typeof error.code === 'string' && NOT_YET.has(error.code)) return true;
  // What kafkajs says after its own retries, and what node says where every address of a name refused.
  return (
    error.name === 'KafkaJSNumberOfRetriesExceeded' ||
    (error instanceof AggregateError && error.errors.some(passesByItself))
  );
}
