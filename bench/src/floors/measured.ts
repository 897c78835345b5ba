import { type Figures, figuresOf } from '../measure/figures.ts';
import { Sampler } from '../measure/sampler.ts';
import type { Ground } from '../stage/ground.ts';

/**
 * Figures of work that this process does itself: a floor needs no process of its own. Its memory says nothing, because this process holds what the
 * floors are made from.
 *
 * @param work calls `begin` when it has prepared itself, and returns when it is done
 */
export async function measured(
  ground: Ground,
  events: number,
  work: (begin: () => void) => Promise<void>,
): Promise<Figures> {
  const sampler = new Sampler(ground, [process.pid]);
  let startedAt = Date.now();
  let startedCpu = process.cpuUsage();
  await sampler.start();
  try {
    await work(() => {
      startedAt = Date.now();
      startedCpu = process.cpuUsage();
    });
    const finishedAt = Date.now();
    const { user, system } = process.cpuUsage(startedCpu);
    const usage = await sampler.between(startedAt, finishedAt);
    // The servers below this one are another's children, but this process is known to the microsecond.
    const cpuSeconds = { ...usage.cpuSeconds, own: (user + system) / 1e6 };
    return figuresOf(events, Math.max(1, finishedAt - startedAt), { cpuSeconds, peakRssBytes: 0 });
  } finally {
    await sampler.stop();
  }
}
