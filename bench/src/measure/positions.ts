import { setTimeout as delay } from 'node:timers/promises';
import type { Ground } from '../stage/ground.ts';

const ASK_EVERY_MS = 10;
const LAST_LIMIT_MS = 30_000;

/** What was seen of positions, and when: `when` finds the first look at which a record's effects were there. */
export interface Seen {
  readonly positions: ReadonlyMap<string, bigint>;
  readonly ended: Promise<void>;
  when(at: string, offset: bigint): number;
}

/** Looks at positions again and again, until the signal. */
export function watch(look: () => Promise<ReadonlyMap<string, bigint>>, signal: AbortSignal): Seen {
  const history = new Map<string, { readonly position: bigint; readonly at: number }[]>();
  let positions: ReadonlyMap<string, bigint> = new Map();
  const ended = (async () => {
    while (!signal.aborted) {
      positions = await look();
      const at = performance.timeOrigin + performance.now();
      for (const [partition, position] of positions) {
        const steps = history.get(partition) ?? [];
        if (steps.at(-1)?.position !== position) steps.push({ position, at });
        history.set(partition, steps);
      }
      await delay(ASK_EVERY_MS);
    }
  })();
  return {
    get positions() {
      return positions;
    },
    ended,
    when(partition, offset) {
      const step = history.get(partition)?.find(({ position }) => position > offset);
      if (step === undefined) throw new Error(`${partition} never got beyond ${offset}`);
      return step.at;
    },
  };
}

/** @throws Error where they did not get there in time */
export async function untilAll(
  positions: () => ReadonlyMap<string, bigint>,
  ends: ReadonlyMap<string, bigint>,
  { signal }: Ground,
): Promise<void> {
  const limit = performance.now() + LAST_LIMIT_MS;
  while ([...ends].some(([partition, end]) => (positions().get(partition) ?? 0n) < end)) {
    if (performance.now() > limit)
      throw new Error(`the last of it was not committed within ${LAST_LIMIT_MS / 1_000} s`);
    await delay(ASK_EVERY_MS, undefined, { signal });
  }
}
