import { setTimeout as delay } from 'node:timers/promises';
import type { TemporaryStack } from '@tieout/local';
import { type Dataset, preload } from './dataset/preload.ts';
import type { Entry } from './entry.ts';
import type { Figures } from './measure/figures.ts';
import { median } from './measure/statistics.ts';
import type { Screen } from './report/screen.ts';
import type { Reading, Scenario } from './scenarios/scenario.ts';
import { type Grown, growDatabase } from './stage/grown.ts';
import { type Ground, groundOn, SLA_MS } from './stage/ground.ts';

export interface RunOptions {
  readonly entries: readonly Entry[];
  readonly scenarios: readonly Scenario[];
  readonly transactions: number;
  readonly rounds: number;
  readonly seed: string;
  /** In the database that has been at work for a while. */
  readonly grownResults: number;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** What was measured of one of them, round by round. */
interface Result<Of, Value> {
  readonly entry: Of;
  readonly figures: readonly Value[];
  /** Why there is no figure of some round. */
  readonly failures: readonly string[];
}

export type EntryResult = Result<Entry, Figures>;
export type ScenarioResult = Result<Scenario, readonly Reading[]>;

export interface Outcome {
  readonly results: readonly EntryResult[];
  readonly scenarios: readonly ScenarioResult[];
  readonly datasets: readonly Pick<Dataset, 'transactions' | 'events' | 'bytes'>[];
}

/** So that every deadline of the data set has passed when it is first read: lane time stays two seconds behind. */
const AGE_MS = SLA_MS + 3_000;

/** Measures all entries, one after the other, round after round: whatever slows the machine down for a while slows all of them. Then the scenarios, likewise. */
export async function run(stack: TemporaryStack, options: RunOptions): Promise<Outcome> {
  const { entries, scenarios } = options;
  const ground = await groundOn(stack, options.signal);
  const datasets = await preloadAll(ground, options);
  const datasetOf = ({ share }: { readonly share: number }): Dataset => {
    const dataset = datasets.get(share);
    if (dataset === undefined) throw new Error(`no data set of share ${share}`);
    return dataset;
  };
  const results = await interleaved(entries, options, async (entry, onProgress) => {
    const figures = await entry.run(ground, datasetOf(entry), onProgress);
    return {
      value: figures,
      told: `${Math.round(figures.eventsPerSecond).toLocaleString('en-US')} events a second`,
    };
  });
  const rateOf = (name: string): number => {
    const measured = results.find(({ entry }) => entry.name === name)?.figures ?? [];
    if (measured.length === 0) throw new Error(`it goes by what ${name} drains, which was not measured`);
    return median(measured.map(({ eventsPerSecond }) => eventsPerSecond));
  };
  const grown = growing(ground, options);
  const times = await interleaved(scenarios, options, async (scenario, onProgress) => {
    const value = await scenario.run({ ground, dataset: datasetOf(scenario), rateOf, grown, onProgress });
    return { value, told: value.map(toldOf).join(', ') };
  });
  return {
    results,
    scenarios: times,
    datasets: [...datasets.values()].map(({ transactions, events, bytes }) => ({
      transactions,
      events,
      bytes,
    })),
  };
}

/** The grown database is made at the first call: most runs need none. */
function growing(ground: Ground, { grownResults, screen }: RunOptions): () => Promise<Grown> {
  let made: Promise<Grown> | undefined;
  return () => {
    const name = `growing a database to ${grownResults.toLocaleString('en-US')} results and three times as many records`;
    made ??= growDatabase(ground, grownResults, (share) => screen.progress(name, share)).then((grown) => {
      screen.line('the grown database is there');
      return grown;
    });
    return made;
  };
}

async function interleaved<Of extends { readonly title: string; readonly roundsMost?: number }, Value>(
  all: readonly Of[],
  { rounds, screen, signal }: RunOptions,
  measure: (one: Of, onProgress: (share: number) => void) => Promise<{ value: Value; told: string }>,
): Promise<Result<Of, Value>[]> {
  const results = new Map(
    all.map((entry) => [entry, { entry, figures: [] as Value[], failures: [] as string[] }]),
  );
  const turns = turnsOf(all, rounds);
  for (const [done, { one, round }] of turns.entries()) {
    const name = `round ${round + 1} of ${rounds}: ${one.title}`;
    screen.progress(name, done / turns.length);
    try {
      const { value, told } = await measure(one, (share) =>
        screen.progress(name, (done + share) / turns.length),
      );
      results.get(one)?.figures.push(value);
      screen.line(`${name}: ${told}`);
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      results.get(one)?.failures.push(reason);
      screen.line(`${name}: no figure: ${reason}`);
    }
  }
  return [...results.values()];
}

const toldOf = ({ value, unit }: Reading): string => `${Math.round(value).toLocaleString('en-US')} ${unit}`;

/** One data set for each share that some entry asks for. */
async function preloadAll(
  ground: Ground,
  { entries, scenarios, transactions, seed, screen, signal }: RunOptions,
): Promise<ReadonlyMap<number, Dataset>> {
  const shares = [...new Set([...entries, ...scenarios].map(({ share }) => share))];
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

interface Turn<Of> {
  readonly one: Of;
  readonly round: number;
}

/** Whose turn it is, round after round; some need no more than one. Exported for its test. */
export function turnsOf<Of extends { readonly roundsMost?: number }>(
  all: readonly Of[],
  rounds: number,
): Turn<Of>[] {
  return Array.from({ length: rounds }, (_, round) =>
    rotated(
      all.filter(({ roundsMost = rounds }) => round < roundsMost),
      round,
    ).map((one) => ({ one, round })),
  ).flat();
}

/** Each round begins with another one, so that none always follows the same one. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const at = by % Math.max(1, items.length);
  return [...items.slice(at), ...items.slice(0, at)];
}
