import { setTimeout as delay } from 'node:timers/promises';

/**
 * Calls `probe` until it returns something other than undefined or false, and returns that. Rejects after `timeoutMs` with the
 * last thing seen, so that a failing test says what was there instead.
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs = 60_000, everyMs = 50 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const seen = await probe();
      if (seen !== undefined && seen !== false) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`Not within ${timeoutMs} ms: ${what}`, { cause: last });
    }
    await delay(everyMs);
  }
}
