import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTieout } from '../competitors/tieout.ts';
import { STAGES, stagesOf } from '../measure/cpu-profile.ts';
import { untilFinished } from '../measure/drain.ts';
import { treeCpuSeconds } from '../measure/processes.ts';
import type { Scenario } from './scenario.ts';

/** Where the reconciler's own processor time goes. */
export const stages: Scenario = {
  name: 'stages',
  title: 'Processor time by stage',
  about: 'a drain under Node’s sampling profiler; waiting is not counted',
  kind: 'scenario',
  share: 1,
  roundsMost: 1,
  async run({ ground, dataset, onProgress }) {
    const folder = await mkdtemp(join(tmpdir(), 'tieout-bench-profile-'));
    try {
      const running = await startTieout(ground, dataset, {
        nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${folder}`],
      });
      let cpuSeconds = 0;
      try {
        await untilFinished(running, dataset, onProgress, ground.signal);
        [cpuSeconds = 0] = await treeCpuSeconds(running.pids);
      } finally {
        // It writes its profile as it ends.
        await running.stop();
      }
      const [profile] = await readdir(folder);
      if (profile === undefined) throw new Error('it left no profile');
      const spent = stagesOf(await readFile(join(folder, profile), 'utf8'));
      // Samples are taken by the clock, and a process that waits for a processor is sampled too: their shares count, the sum is what Linux says.
      const all = STAGES.reduce((sum, stage) => sum + spent[stage], 0);
      return STAGES.map((stage) => ({
        what: `reconciler, ${stage}`,
        value: ((spent[stage] / all) * cpuSeconds * 1e6) / dataset.events,
        unit: 'µs an event' as const,
      }));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
