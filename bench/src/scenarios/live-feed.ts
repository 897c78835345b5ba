import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { openSite, runOn } from '../competitors/tieout.ts';
import { pace } from '../dataset/pace.ts';
import { openLiveClients } from '../live-clients/clients.ts';
import { joined } from '../measure/drain.ts';
import { sendTo } from '../measure/positions.ts';
import { treeCpuSeconds } from '../measure/processes.ts';
import { percentile } from '../measure/statistics.ts';
import { openApi } from '../stage/api.ts';
import type { Ground } from '../stage/ground.ts';
import { type Asked, type Crowd, gather, refused } from '../stage/people.ts';
import type { Reading, Scenario } from './scenario.ts';

const CLIENTS = 200;
const EVENTS_A_SECOND = 540;
/** So that the sources tell of a payment some seconds apart, and most events change a verdict that was told. */
const TOGETHER = 1_000;
const SECONDS = 45;
const WARM_UP_SECONDS = 15;
/** After the last change, for what is under way to a client. */
const ARRIVE_MS = 3_000;
/** People who look at a list meanwhile. */
const CROWD: Crowd = {
  count: 5,
  everyMs: 500,
  question: () => ['list', '/api/v1/transactions?limit=100'],
};

const COMMITTED = 'changes committed';
const P99 = 'acknowledged → committed, p99';
const LIST_P95 = 'a list of the API, p95';

const withClients = (clients: number, what: string): string => `${clients} clients of the live feed: ${what}`;
const both = (what: string) => ({ what: withClients(CLIENTS, what), over: withClients(0, what) });

/** What must be the same with clients as without. */
export const LIVE_BOUNDS = { latency: both(P99), list: both(LIST_P95) };

/** The live feed must cost neither who decides nor who looks. */
export const liveFeed: Scenario = {
  name: 'live',
  title: 'Live feed',
  about: `some 500 changed verdicts a second for ${SECONDS} s, the first ${WARM_UP_SECONDS} s not counted, seen by nobody and by ${CLIENTS} clients of the live feed`,
  kind: 'scenario',
  share: 0.1,
  onDemand: true,
  async run({ ground, onProgress }) {
    const alone = await paced(ground, 0, (share) => onProgress(share / 2));
    return [...alone, ...(await paced(ground, CLIENTS, (share) => onProgress(0.5 + share / 2)))];
  },
};

async function paced(
  ground: Ground,
  clients: number,
  onProgress: (share: number) => void,
): Promise<Reading[]> {
  const paceMaker = await pace(ground, { rate: EVENTS_A_SECOND, seconds: SECONDS, together: TOGETHER });
  const site = await openSite(ground, paceMaker.dataset);
  const running = await runOn(ground, site, paceMaker.dataset);
  try {
    await joined(ground, running);
    const api = await openApi(ground, site.database, site.redisPrefix);
    try {
      const live = clients === 0 ? null : await openLiveClients(ground, api, clients);
      try {
        const pids = [api.pid, ...running.pids, ...(live === null ? [] : [live.pid])];
        const begin = async () => {
          await delay(WARM_UP_SECONDS * 1_000, undefined, { signal: ground.signal });
          return { before: await lookAt(site.looking, pids), end: gather(api, CROWD) };
        };
        const [{ latencies }, { before, end }] = await Promise.all([
          sendTo(ground, running, paceMaker, WARM_UP_SECONDS, onProgress),
          begin(),
        ]);
        const after = await lookAt(site.looking, pids);
        const asked = await end();
        const told = (what: string, value: number, unit: Reading['unit']): Reading => ({
          what: withClients(clients, what),
          value,
          unit,
        });
        const seconds = (after.at - before.at) / 1_000;
        const busy = after.cpu.map((used, index) => ((used - (before.cpu[index] ?? 0)) / seconds) * 100);
        const readings = [
          told(COMMITTED, (after.changes - before.changes) / seconds, 'a second'),
          told('acknowledged → committed, p50', percentile(latencies, 0.5), 'ms'),
          told(P99, percentile(latencies, 0.99), 'ms'),
          ...timesOf(asked, clients),
          told('lists that were answered with an error', refused(asked), 'times'),
          told('the API', busy[0] ?? 0, '% of a processor'),
          told('the reconciler', busy[1] ?? 0, '% of a processor'),
        ];
        if (live === null) return readings;
        await delay(ARRIVE_MS, undefined, { signal: ground.signal });
        const { changes, messages, gaps, resyncs, lost, bytes } = await live.tally();
        const { changes: all } = await lookAt(site.looking, pids);
        return [
          ...readings,
          told('all of them', busy[2] ?? 0, '% of a processor'),
          told('changes given, of those committed for each', (changes / clients / all) * 100, '%'),
          told('batches given', messages, 'times'),
          told('bytes a change given', bytes / changes, 'bytes'),
          told('batches that did not follow the one before', gaps, 'times'),
          told('asked to begin anew', resyncs, 'times'),
          told('connections lost', lost, 'times'),
        ];
      } finally {
        await live?.close();
      }
    } finally {
      await api.close();
    }
  } finally {
    await running.stop();
    await site.close();
  }
}

const timesOf = (asked: readonly Asked[], clients: number): Reading[] => {
  const times = asked.map(({ ms }) => ms);
  return [
    { what: withClients(clients, 'a list of the API, p50'), value: percentile(times, 0.5), unit: 'ms' },
    { what: withClients(clients, LIST_P95), value: percentile(times, 0.95), unit: 'ms' },
  ];
};

/** Changed verdicts so far, and the processor time of these processes. */
async function lookAt(
  looking: Client,
  pids: readonly number[],
): Promise<{ at: number; changes: number; cpu: readonly number[] }> {
  const { rows } = await looking.query<{ changes: string }>(
    "SELECT count(*) AS changes FROM audit_logs WHERE action = 'VERDICT'",
  );
  return { at: performance.now(), changes: Number(rows[0]?.changes), cpu: await treeCpuSeconds(pids) };
}
