import { promptStreams } from '../competitors/streams.ts';
import { tieout } from '../competitors/tieout.ts';
import { OPEN_BYTES } from '../scenarios/open-transactions.ts';
import { CPU_EMPTY, CPU_GROWN, TIME_EMPTY, TIME_GROWN } from '../scenarios/growth.ts';
import { LIVE_BOUNDS } from '../scenarios/live-feed.ts';
import { ASKED, busyP95, DRAIN_ALONE, DRAIN_LOOKED_AT, idleP95 } from '../scenarios/looked-at.ts';
import { committedAt, seenAt } from '../scenarios/paced.ts';
import { FIRST_COMMIT, RESTARTED } from '../scenarios/restart.ts';
import { ROUND_TRIPS } from '../scenarios/traffic.ts';

/** A figure of one scenario, or of two as a ratio, that must hold. */
interface Bound {
  readonly title: string;
  readonly what: string;
  readonly over?: string;
  /** At most unless said. */
  readonly kind?: 'at least' | 'at most';
  readonly goal: number;
  readonly aim: number;
}

export const BOUNDS: readonly Bound[] = [
  {
    title: 'p99 at 20 % load, acknowledged → committed, ÷ Kafka Streams',
    what: committedAt(tieout.title, 20, 'p99'),
    over: committedAt(promptStreams.title, 20, 'p99'),
    goal: 1,
    aim: 0.5,
  },
  {
    title: 'p99 at 20 % load, acknowledged → in a browser, ms',
    what: seenAt(tieout.title, 20, 'p99'),
    goal: 500,
    aim: 250,
  },
  // The session timeout is 10 s.
  { title: 'kill -9: first commit of every lane, ms', what: FIRST_COMMIT, goal: 13_000, aim: 6_500 },
  { title: 'graceful restart: every lane has committed again, ms', what: RESTARTED, goal: 2_000, aim: 1_000 },
  { title: 'round trips of a flush, to Postgres and Redis', what: ROUND_TRIPS, goal: 12, aim: 9 },
  { title: 'Redis for each open transaction, bytes', what: OPEN_BYTES, goal: 420, aim: 300 },
  {
    title: 'time an event, drained into the grown database ÷ into an empty one',
    what: TIME_GROWN,
    over: TIME_EMPTY,
    goal: 1.25,
    aim: 1.1,
  },
  {
    title: 'processor time an event, drained into the grown database ÷ into an empty one',
    what: CPU_GROWN,
    over: CPU_EMPTY,
    goal: 1.25,
    aim: 1.1,
  },
  ...ASKED.map((what) => ({
    title: `p95 of a ${what} on the grown database, while it is drained into ÷ at rest`,
    what: busyP95(what),
    over: idleP95(what),
    goal: 3,
    aim: 2,
  })),
  {
    title: 'throughput into the grown database, with people looking ÷ without',
    what: DRAIN_LOOKED_AT,
    over: DRAIN_ALONE,
    kind: 'at least',
    goal: 0.9,
    aim: 0.95,
  },
  {
    title: 'acknowledged → committed, p99, with 200 live clients ÷ without',
    ...LIVE_BOUNDS.latency,
    goal: 1.5,
    aim: 1.1,
  },
  {
    title: 'list of the API, p95, with 200 live clients ÷ without',
    ...LIVE_BOUNDS.list,
    goal: 1.5,
    aim: 1.1,
  },
];
