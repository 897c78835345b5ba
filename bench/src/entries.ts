import { bareTieout, tieout, twoTieouts } from './competitors/tieout.ts';
import { jdbc } from './competitors/jdbc.ts';
import { naive } from './competitors/naive.ts';
import { promptStreams, streams } from './competitors/streams.ts';
import type { Competitor } from './competitors/competitor.ts';
import type { Entry } from './entry.ts';
import { disk } from './scenarios/disk.ts';
import { paced } from './scenarios/paced.ts';
import { openTransactions } from './scenarios/open-transactions.ts';
import { growth } from './scenarios/growth.ts';
import { liveFeed } from './scenarios/live-feed.ts';
import { lookedAt } from './scenarios/looked-at.ts';
import { restart } from './scenarios/restart.ts';
import { stages } from './scenarios/stages.ts';
import { traffic } from './scenarios/traffic.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { avscDecode } from './floors/avsc-decode.ts';
import { kafkaCount } from './floors/kafka-count.ts';
import { postgresCommit } from './floors/postgres-commit.ts';
import { redisReplay } from './floors/redis-replay.ts';
import { drain } from './measure/drain.ts';

/** Everything that has a throughput, in the order of the report. */
export const ENTRIES: readonly Entry[] = [
  drained(tieout, 'product'),
  drained(twoTieouts, 'product'),
  drained(bareTieout, 'product'),
  drained(jdbc, 'peer'),
  drained(streams, 'peer'),
  drained(naive, 'peer'),
  kafkaCount,
  avscDecode,
  redisReplay,
  postgresCommit(1),
  postgresCommit(2),
];

/** Everything whose result is other than a throughput. After the drains: some go by what those came to. */
export const SCENARIOS: readonly Scenario[] = [
  paced(tieout, 0.2),
  paced(tieout, 0.6),
  paced(promptStreams, 0.2),
  paced(jdbc, 0.2),
  disk,
  restart,
  stages,
  traffic,
  openTransactions,
  growth,
  lookedAt,
  liveFeed,
];

function drained(competitor: Competitor, kind: Entry['kind']): Entry {
  const { name, title, share, about } = competitor;
  return {
    name,
    title,
    kind,
    share,
    about,
    run: (ground, dataset, onProgress) => drain(ground, competitor, dataset, onProgress),
  };
}
