import { startTieout, tieout } from '../competitors/tieout.ts';
import { drain } from '../measure/drain.ts';
import type { Figures } from '../measure/figures.ts';
import type { Reading, Scenario } from './scenario.ts';

const told = (where: string, what: string): string => `drained into ${where} database: ${what}`;

export const TIME_EMPTY = told('an empty', 'time');
export const TIME_GROWN = told('the grown', 'time');
export const CPU_EMPTY = told('an empty', 'processor time of all processes');
export const CPU_GROWN = told('the grown', 'processor time of all processes');

/** B5. */
export const growth: Scenario = {
  name: 'b5',
  title: 'Growth',
  about: 'a third of the data set drained into an empty database, and into one that has grown',
  kind: 'scenario',
  share: 1 / 3,
  onDemand: true,
  async run({ ground, dataset, grown, onProgress }) {
    const large = await grown();
    const empty = await drain(ground, tieout, dataset, (share) => onProgress(share / 2));
    const after = await drain(
      ground,
      { title: tieout.title, start: () => startTieout(ground, dataset, { database: large.lend() }) },
      dataset,
      (share) => onProgress(0.5 + share / 2),
    );
    return [
      perEvent(TIME_EMPTY, empty, timeOf),
      perEvent(TIME_GROWN, after, timeOf),
      perEvent(CPU_EMPTY, empty, cpuOf),
      perEvent(CPU_GROWN, after, cpuOf),
    ];
  },
};

const timeOf = ({ eventsPerSecond }: Figures): number => 1e6 / eventsPerSecond;
/** Seconds for a million are microseconds for one. */
const cpuOf = ({ cpuPerMillion }: Figures): number => cpuPerMillion.all;

const perEvent = (what: string, figures: Figures, value: (figures: Figures) => number): Reading => ({
  what,
  value: value(figures),
  unit: 'µs an event',
});
