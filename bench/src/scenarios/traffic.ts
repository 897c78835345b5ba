import { recordingOf } from '../floors/recorded.ts';
import { percentile } from '../measure/statistics.ts';
import { roundTripsOf } from '../wire/redis-commands.ts';
import type { Reading, Scenario } from './scenario.ts';

export const ROUND_TRIPS = 'round trips of a flush to Postgres and Redis, half of them at most';

/** What a flush costs on the wire, whatever the machine. */
export const traffic: Scenario = {
  name: 'traffic',
  title: 'Traffic of a flush',
  about: 'round trips and statements of the flushes of a drain, counted at the reconciler’s sockets',
  kind: 'scenario',
  share: 0.25,
  roundsMost: 1,
  async run({ ground, dataset, onProgress }) {
    const { flushes, redis } = await recordingOf(ground, dataset, onProgress);
    const full = flushes.filter(({ exchanges }) =>
      exchanges.some(({ query }) => query.startsWith('COPY raw_events')),
    );
    const trips = full.map(({ exchanges }) => exchanges.length);
    const statements = full.map(({ exchanges }) => exchanges.reduce((sum, one) => sum + one.statements, 0));
    const bytes = full.flatMap(({ exchanges }) => exchanges).reduce((sum, one) => sum + one.bytes.length, 0);
    const inRedis = roundTripsOf(redis).filter((trip) => trip.length > 2).length;
    return [
      times(ROUND_TRIPS, percentile(trips, 0.5) + inRedis / full.length),
      times('round trips to Postgres in a flush, the most', percentile(trips, 1)),
      times('statements in a flush, half of them at most', percentile(statements, 0.5)),
      times('round trips to Redis for each flush', inRedis / full.length),
      times('events in a flush', dataset.events / full.length),
      { what: 'sent to Postgres for each event', value: bytes / dataset.events, unit: 'bytes' },
    ];
  },
};

const times = (what: string, value: number): Reading => ({ what, value, unit: 'times' });
