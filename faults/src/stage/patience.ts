import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer is something other than undefined or false. @throws Error naming what was waited for */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  { limitMs, everyMs = 100, signal }: { limitMs: number; everyMs?: number; signal: AbortSignal },
): Promise<T> {
  const until = performance.now() + limitMs;
  for (;;) {
    const seen = await probe();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() >= until) throw new Error(`not within ${limitMs / 1_000} s: ${what}`);
    await delay(everyMs, undefined, { signal });
  }
}
