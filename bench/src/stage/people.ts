import { setTimeout as delay } from 'node:timers/promises';
import type { RunningApi } from './api.ts';

/** What one of them asked for, and how long that took from the moment it was due, ms. */
export interface Asked {
  readonly what: string;
  readonly ms: number;
  /** Whether it was given. */
  readonly ok: boolean;
}

export interface Crowd {
  readonly count: number;
  /** Each asks so often, whether it has been answered or not: what waits for an answer before it is late. */
  readonly everyMs: number;
  /** The path of what the n-th question of all asks for, and its name in the report. */
  readonly question: (n: number) => readonly [what: string, path: string];
}

/** How many got an error for an answer. */
export const refused = (answers: readonly Asked[]): number => answers.filter(({ ok }) => !ok).length;

/** People who look at the product: each asks one thing after the other over a connection that stays open. Gives what ends it. */
export function gather(
  { url, token }: RunningApi,
  { count, everyMs, question }: Crowd,
): () => Promise<Asked[]> {
  const over = new AbortController();
  const answers: Asked[] = [];
  const headers = { authorization: `Bearer ${token}` };
  let asked = 0;
  const person = async (index: number): Promise<void> => {
    const startedAt = performance.now() + (index / count) * everyMs;
    for (let turn = 0; !over.signal.aborted; turn++) {
      const due = startedAt + turn * everyMs;
      await delay(Math.max(0, due - performance.now()));
      if (over.signal.aborted) return;
      const [what, path] = question((asked += 1));
      const response = await fetch(url + path, { headers });
      await response.arrayBuffer();
      answers.push({ what, ms: performance.now() - due, ok: response.ok });
    }
  };
  const ended = Promise.allSettled(Array.from({ length: count }, (_, index) => person(index)));
  return async () => {
    over.abort();
    for (const one of await ended) if (one.status === 'rejected') throw one.reason;
    return answers;
  };
}
