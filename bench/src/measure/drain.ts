import { setTimeout as delay } from 'node:timers/promises';
import type { Competitor, Running } from '../competitors/competitor.ts';
import type { Dataset } from '../dataset/preload.ts';
import type { Ground } from '../stage/ground.ts';
import { type Figures, figuresOf } from './figures.ts';
import { Sampler } from './sampler.ts';

const JOIN_LIMIT_MS = 60_000;
/** Nothing may take longer than this to get one event further. */
const STANDSTILL_MS = 120_000;

/**
 * The clock runs from the moment its consumer group is stable (it has started, and read nothing) to the moment the last verdict is durable.
 *
 * @param beside begins what else goes on while the clock runs, and gives what ends it
 * @throws Error where it gave an answer that is not the truth, or none
 */
export async function drain(
  ground: Ground,
  competitor: Pick<Competitor, 'title' | 'start'>,
  dataset: Dataset,
  onProgress: (share: number) => void,
  beside?: () => () => Promise<void>,
): Promise<Figures> {
  const running = await competitor.start(ground, dataset);
  const sampler = new Sampler(ground, running.pids);
  try {
    await joined(ground, running);
    const startedAt = Date.now();
    await sampler.start();
    const end = beside?.();
    let finishedAt: number;
    try {
      finishedAt = await untilFinished(running, dataset, onProgress, ground.signal);
    } finally {
      await end?.();
    }
    const usage = await sampler.between(startedAt, finishedAt);
    assertTruth(competitor, dataset, await running.answers());
    return figuresOf(dataset.events, finishedAt - startedAt, usage);
  } finally {
    await sampler.stop();
    await running.stop();
  }
}

/** Waits until every process of it is a member of its group, and all know what they own. */
export async function joined({ kafka, signal }: Ground, running: Running): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const until = performance.now() + JOIN_LIMIT_MS;
    for (;;) {
      const { groups } = await admin.describeGroups([running.group]);
      const [found] = groups;
      if (found?.state === 'Stable' && found.members.length >= running.pids.length) return;
      await running.state();
      if (performance.now() > until) throw new Error(`${running.group} was not joined`);
      await delay(20, undefined, { signal });
    }
  } finally {
    await admin.disconnect();
  }
}

/** Waits until the last verdict is durable; when that was, ms since the epoch. @throws Error where nothing moves any more */
export async function untilFinished(
  running: Running,
  dataset: Dataset,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<number> {
  let most = 0;
  let movedAt = performance.now();
  for (;;) {
    const { events, finishedAt } = await running.state();
    if (finishedAt !== null) return finishedAt;
    if (events > most) {
      most = events;
      movedAt = performance.now();
      onProgress(events / dataset.events);
    }
    if (performance.now() - movedAt > STANDSTILL_MS)
      throw new Error(`stands still at ${events} of ${dataset.events} events`);
    await delay(running.askEveryMs, undefined, { signal });
  }
}

/** @throws Error that names what differs */
export function assertTruth(
  { title }: Pick<Competitor, 'title'>,
  { truth }: Pick<Dataset, 'truth'>,
  answers: ReadonlyMap<string, number>,
): void {
  const all = new Set<string>([...truth.keys(), ...answers.keys()]);
  const counted: ReadonlyMap<string, number> = truth;
  const wrong = [...all].filter((answer) => counted.get(answer) !== answers.get(answer));
  if (wrong.length === 0) return;
  const told = wrong.map((a) => `${a}: ${answers.get(a) ?? 0} instead of ${counted.get(a) ?? 0}`);
  throw new Error(`${title} is wrong, so it has no figure: ${told.join('; ')}`);
}
