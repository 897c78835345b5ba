import { tieout } from './competitors/tieout.ts';
import { jdbc } from './competitors/jdbc.ts';
import { naive } from './competitors/naive.ts';
import { streams } from './competitors/streams.ts';
import type { Competitor } from './competitors/competitor.ts';
import type { Entry } from './entry.ts';
import { avscDecode } from './floors/avsc-decode.ts';
import { kafkaCount } from './floors/kafka-count.ts';
import { postgresCommit } from './floors/postgres-commit.ts';
import { redisReplay } from './floors/redis-replay.ts';
import { drain } from './measure/drain.ts';

/** Everything that can be measured, in the order of the report. */
export const ENTRIES: readonly Entry[] = [
  drained(tieout, 'product'),
  drained(jdbc, 'peer'),
  drained(streams, 'peer'),
  drained(naive, 'peer'),
  kafkaCount,
  avscDecode,
  redisReplay,
  postgresCommit(1),
  postgresCommit(2),
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
