import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from '../competitors/competitor.ts';
import type { Pace, Sent } from '../dataset/pace.ts';
import type { Ground } from '../stage/ground.ts';

const ASK_EVERY_MS = 10;
const LAST_LIMIT_MS = 30_000;

export interface Sending {
  readonly sent: readonly Sent[];
  /** When the warm-up was over, ms since the epoch. */
  readonly from: number;
  /** Of each record since then, from its acknowledgement to its effects being committed, ms. */
  readonly latencies: readonly number[];
}

/** Sends the load at its pace, and watches when what of it is committed. @throws Error where the last of it is not, in time */
export async function sendTo(
  ground: Ground,
  running: Running,
  paceMaker: Pace,
  warmUpSeconds: number,
  onProgress: (share: number) => void,
): Promise<Sending> {
  const watching = new AbortController();
  const committed = watch(() => running.positions(), watching.signal);
  let sent: readonly Sent[];
  try {
    sent = await paceMaker.run(onProgress);
    await untilAll(() => committed.positions, paceMaker.ends(), ground);
  } finally {
    watching.abort();
    await committed.ended;
  }
  const from = (sent[0]?.ackedAt ?? 0) + warmUpSeconds * 1_000;
  const latencies = sent
    .filter(({ ackedAt }) => ackedAt >= from)
    .map(({ at, offset, ackedAt }) => Math.max(0, committed.when(at, offset) - ackedAt));
  return { sent, from, latencies };
}

/** What was seen of positions, and when: `when` finds the first look at which a record's effects were there. */
interface Seen {
  readonly positions: ReadonlyMap<string, bigint>;
  readonly ended: Promise<void>;
  when(at: string, offset: bigint): number;
}

/** Looks at positions again and again, until the signal. */
function watch(look: () => Promise<ReadonlyMap<string, bigint>>, signal: AbortSignal): Seen {
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

async function untilAll(
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
