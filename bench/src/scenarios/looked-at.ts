import { setTimeout as delay } from 'node:timers/promises';
import { openSite, runOn, type Site, tieout } from '../competitors/tieout.ts';
import type { Dataset } from '../dataset/preload.ts';
import { drain } from '../measure/drain.ts';
import type { Figures } from '../measure/figures.ts';
import { percentile } from '../measure/statistics.ts';
import { openApi, type RunningApi } from '../stage/api.ts';
import type { Ground } from '../stage/ground.ts';
import { type Asked, type Crowd, gather, refused } from '../stage/people.ts';
import type { Reading, Scenario } from './scenario.ts';

const PEOPLE = 20;
/** Each of them is as busy as one can be. */
const EVERY_MS = 1_000;
const IDLE_SECONDS = 30;
const WARM_UP_MS = 5_000;
const PAGE = 100;
const CURRENCIES = ['INR', 'USD', 'EUR', 'JPY', 'BHD'];
const FILTERS = [
  'status=MISMATCHED&sort=at_risk',
  'status=MISMATCHED&sort=severity',
  'channel=BRANCH',
  'status=MISMATCHED&missing=gateway',
];

export const ASKED = ['list', 'filter', 'search'] as const;
export const idleP95 = (what: string): string => `${what} of the grown database, p95, nothing else going on`;
export const busyP95 = (what: string): string =>
  `${what} of the grown database, p95, while it is drained into`;
export const DRAIN_ALONE = 'drained into the grown database, nobody looking: events';
export const DRAIN_LOOKED_AT = `the same with ${PEOPLE} people looking`;

/** B8. */
export const lookedAt: Scenario = {
  name: 'b8',
  title: 'People at work on much',
  about: `${PEOPLE} people, each asking the API of the grown database for a list, a filtered one or a search every second, at rest and while the data set is drained into it`,
  kind: 'scenario',
  share: 1,
  onDemand: true,
  async run({ ground, dataset, grown, onProgress }) {
    const large = await grown();
    const crowd: Crowd = { count: PEOPLE, everyMs: EVERY_MS, question: questionsOn(large.results) };
    const visit = async <T>(work: (site: Site, api: RunningApi) => Promise<T>): Promise<T> => {
      const site = await openSite(ground, dataset, { database: large.lend() });
      try {
        const api = await openApi(ground, site.database, site.redisPrefix);
        try {
          return await work(site, api);
        } finally {
          await api.close();
        }
      } finally {
        await site.close();
      }
    };
    const alone = await visit((site) => drained(ground, site, dataset, (share) => onProgress(share / 2)));
    return visit(async (site, api) => {
      await lookingFor(ground, api, crowd, WARM_UP_MS);
      const idle = await lookingFor(ground, api, crowd, IDLE_SECONDS * 1_000);
      let busy: readonly Asked[] = [];
      const looked = await drained(
        ground,
        site,
        dataset,
        (share) => onProgress((1 + share) / 2),
        () => {
          const end = gather(api, crowd);
          return async () => void (busy = await end());
        },
      );
      return [
        ...ASKED.flatMap((what) => [p95(idleP95(what), what, idle), p95(busyP95(what), what, busy)]),
        {
          what: 'answers that were errors, of all of them',
          value: refused([...idle, ...busy]),
          unit: 'times',
        },
        rate(DRAIN_ALONE, alone),
        rate(DRAIN_LOOKED_AT, looked),
      ];
    });
  },
};

const drained = (
  ground: Ground,
  site: Site,
  dataset: Dataset,
  onProgress: (share: number) => void,
  beside?: () => () => Promise<void>,
): Promise<Figures> =>
  drain(
    ground,
    { title: tieout.title, start: () => runOn(ground, site, dataset) },
    dataset,
    onProgress,
    beside,
  );

async function lookingFor(ground: Ground, api: RunningApi, crowd: Crowd, ms: number): Promise<Asked[]> {
  const end = gather(api, crowd);
  let answers: Asked[] = [];
  try {
    await delay(ms, undefined, { signal: ground.signal });
  } finally {
    answers = await end();
  }
  return answers;
}

/** Another one each time; all over what there is. Exported for its test. */
export function questionsOn(results: number): Crowd['question'] {
  return (n) => {
    const what = ASKED[n % ASKED.length] ?? 'list';
    const turn = Math.floor(n / ASKED.length);
    const currency = CURRENCIES[turn % CURRENCIES.length] ?? 'INR';
    switch (what) {
      case 'list':
        return [what, `/api/v1/transactions?limit=${PAGE}`];
      case 'filter': {
        const filter = FILTERS[turn % FILTERS.length] ?? '';
        return [what, `/api/v1/transactions?limit=${PAGE}&currency=${currency}&${filter}`];
      }
      case 'search': {
        const number = 1 + ((turn * 7_919) % results);
        return [what, `/api/v1/search?limit=10&q=BULK-${String(number).padStart(9, '0')}`];
      }
    }
  };
}

const p95 = (what: string, kind: string, all: readonly Asked[]): Reading => ({
  what,
  value: percentile(
    all.filter((one) => one.what === kind).map(({ ms }) => ms),
    0.95,
  ),
  unit: 'ms',
});

const rate = (what: string, { eventsPerSecond }: Figures): Reading => ({
  what,
  value: eventsPerSecond,
  unit: 'a second',
});
