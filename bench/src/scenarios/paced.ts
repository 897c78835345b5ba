import { setTimeout as delay } from 'node:timers/promises';
import type { Competitor } from '../competitors/competitor.ts';
import { pace, type Sent } from '../dataset/pace.ts';
import { joined } from '../measure/drain.ts';
import { sendTo } from '../measure/positions.ts';
import { percentile } from '../measure/statistics.ts';
import type { Ground } from '../stage/ground.ts';
import type { View } from '../stage/view.ts';
import type { Reading, Scenario } from './scenario.ts';

const SECONDS = 60;
/** The first of them is not counted: programs warm up, and so does what compiles them. */
const WARM_UP_SECONDS = 15;
const ASK_EVERY_MS = 10;
const SILENCE_MS = 5_000;

/** B2: so many events a second, whatever becomes of them, and how long each takes from its acknowledgement to its effects being durable. */
export function paced(competitor: Competitor, load: number): Scenario {
  const percent = Math.round(load * 100);
  return {
    name: `b2-${competitor.name}-${percent}`,
    title: `${competitor.title} at ${percent} % of its own drain`,
    about: `open loop for ${SECONDS} s, the first ${WARM_UP_SECONDS} s not counted: from the broker’s acknowledgement to the effects committed`,
    kind: 'scenario',
    share: 0.1,
    async run({ ground, rateOf, onProgress }) {
      const rate = rateOf(competitor.name) * load;
      const paceMaker = await pace(ground, { rate, seconds: SECONDS });
      const running = await competitor.start(ground, paceMaker.dataset);
      try {
        await joined(ground, running);
        const view = await running.view?.();
        try {
          const { sent, from, latencies } = await sendTo(
            ground,
            running,
            paceMaker,
            WARM_UP_SECONDS,
            onProgress,
          );
          const times = timesOf((which) => committedAt(competitor.title, percent, which), latencies);
          if (view === undefined) return times;
          const { share, latencies: seen } = await seenAfter(view, sent, from, ground);
          const followed = followedAt(competitor.title, percent, share);
          if (share < LEGS_LEAST) return [...times, followed];
          return [...times, ...timesOf((which) => seenAt(competitor.title, percent, which), seen), followed];
        } finally {
          await view?.close();
        }
      } finally {
        await running.stop();
      }
    },
  };
}

type Which = keyof typeof SHARES;
const SHARES = { p50: 0.5, p99: 0.99, max: 1 };

/** What a reading is called. */
export const committedAt = (who: string, percent: number, which: Which): string =>
  `${who}, ${percent} % load: acknowledged → committed, ${which}`;
export const seenAt = (who: string, percent: number, which: Which): string =>
  `${who}, ${percent} % load: acknowledged → in a browser, ${which}`;

const timesOf = (what: (which: Which) => string, latencies: readonly number[]): Reading[] =>
  (['p50', 'p99', 'max'] as const).map((which) => ({
    what: what(which),
    value: percentile(latencies, SHARES[which]),
    unit: 'ms',
  }));

/** A client that does not keep up is told to begin anew, and has not seen what lies between. */
const followedAt = (who: string, percent: number, share: number): Reading => ({
  what: `${who}, ${percent} % load: seen in a browser, of all records`,
  value: share * 100,
  unit: '%',
});

/** Not every record becomes a leg: a second settlement does not. */
const LEGS_LEAST = 0.97;

/**
 * From the acknowledgement of each record to the moment a client of the live feed had it, for those that are shown at all, and which share of
 * all records that is. Waits until it has them, or none has come for a while.
 */
async function seenAfter(
  { seen }: View,
  sent: readonly Sent[],
  from: number,
  { signal }: Ground,
): Promise<{ readonly share: number; readonly latencies: readonly number[] }> {
  let had = seen.size;
  let movedAt = performance.now();
  while (seen.size < sent.length * LEGS_LEAST && performance.now() - movedAt < SILENCE_MS) {
    await delay(ASK_EVERY_MS, undefined, { signal });
    if (seen.size === had) continue;
    had = seen.size;
    movedAt = performance.now();
  }
  const latencies = sent.flatMap(({ at, offset, ackedAt }) => {
    const when = seen.get(`${at}:${offset}`);
    return when === undefined || ackedAt < from ? [] : [Math.max(0, when - ackedAt)];
  });
  return { share: seen.size / sent.length, latencies };
}
