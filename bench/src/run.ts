import { setTimeout as delay } from 'node:timers/promises';
import type { TemporaryStack } from '@tieout/local';
import { type Dataset, preload } from './dataset/preload.ts';
import type { Entry } from './entry.ts';
import type { Figures } from './measure/figures.ts';
import type { Screen } from './report/screen.ts';
import { type Ground, groundOn, SLA_MS } from './stage/ground.ts';

export interface RunOptions {
  readonly entries: readonly Entry[];
  readonly transactions: number;
  readonly rounds: number;
  readonly seed: string;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** What was measured of one entry, round by round. */
export interface EntryResult {
  readonly entry: Entry;
  readonly figures: readonly Figures[];
  /** Why there is no figure of some round. */
  readonly failures: readonly string[];
}

export interface Outcome {
  readonly results: readonly EntryResult[];
  readonly datasets: readonly Pick<Dataset, 'transactions' | 'events' | 'bytes'>[];
}

/** So that every deadline of the data set has passed when it is first read: lane time stays two seconds behind. */
const AGE_MS = SLA_MS + 3_000;

/** Measures all entries, one after the other, round after round: whatever slows the machine down for a while slows all of them. */
export async function run(stack: TemporaryStack, options: RunOptions): Promise<Outcome> {
  const { entries, rounds, screen, signal } = options;
  const ground = await groundOn(stack, signal);
  const datasets = await preloadAll(ground, options);
  const figures = new Map<Entry, Figures[]>(entries.map((entry) => [entry, []]));
  const failures = new Map<Entry, string[]>(entries.map((entry) => [entry, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [place, entry] of rotated(entries, round).entries()) {
      const dataset = datasets.get(entry.share);
      if (dataset === undefined) throw new Error(`no data set for ${entry.name}`);
      const done = (round * entries.length + place) / (rounds * entries.length);
      const name = `round ${round + 1} of ${rounds}: ${entry.title}`;
      screen.progress(name, done);
      try {
        const one = await entry.run(ground, dataset, (share) =>
          screen.progress(name, done + share / (rounds * entries.length)),
        );
        figures.get(entry)?.push(one);
        screen.line(`${name}: ${Math.round(one.eventsPerSecond).toLocaleString('en-US')} events a second`);
      } catch (error) {
        signal.throwIfAborted();
        const reason = error instanceof Error ? error.message : String(error);
        failures.get(entry)?.push(reason);
        screen.line(`${name}: no figure: ${reason}`);
      }
    }
  }
  return {
    results: entries.map((entry) => ({
      entry,
      figures: figures.get(entry) ?? [],
      failures: failures.get(entry) ?? [],
    })),
    datasets: [...datasets.values()].map(({ transactions, events, bytes }) => ({
      transactions,
      events,
      bytes,
    })),
  };
}

/** One data set for each share that some entry asks for. */
async function preloadAll(
  ground: Ground,
  { entries, transactions, seed, screen, signal }: RunOptions,
): Promise<ReadonlyMap<number, Dataset>> {
  const shares = [...new Set(entries.map(({ share }) => share))];
  const datasets = new Map<number, Dataset>();
  for (const share of shares) {
    const count = Math.ceil(transactions * share);
    const name = `loading ${count.toLocaleString('en-US')} transactions`;
    const request = { seed, transactions: count, prefix: `bench-${count}-` };
    const dataset = await preload(
      ground.kafka,
      ground.registryUrl,
      request,
      (part) => screen.progress(name, part),
      signal,
    );
    datasets.set(share, dataset);
    screen.line(
      `loaded ${count.toLocaleString('en-US')} transactions, ${dataset.events.toLocaleString('en-US')} events`,
    );
  }
  await delay(AGE_MS, undefined, { signal });
  return datasets;
}

/** Each round begins with another one, so that none always follows the same one. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const at = by % Math.max(1, items.length);
  return [...items.slice(at), ...items.slice(0, at)];
}
