import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Admin } from 'kafkajs';
import { startProgram } from '../stage/program.ts';
import type { Dataset } from '../dataset/preload.ts';
import type { Ground } from '../stage/ground.ts';
import type { Competitor, Running, RunState } from './competitor.ts';
import { javaCommand } from './java.ts';
import { VerdictTopic } from './verdict-topic.ts';

let started = 0;

/** Kafka Streams with a state store, its verdicts in a topic, exactly once. It writes no database at all. Fewer commits drain faster, … */
export const streams: Competitor = committingEvery(1_000);
/** … more of them show verdicts sooner. */
export const promptStreams: Competitor = committingEvery(100);

function committingEvery(commitIntervalMs: number): Competitor {
  return {
    name: 'streams',
    title: 'Kafka Streams to a topic',
    about: `Kafka Streams 4.3, two threads, state in memory with its changelog in Kafka, every change of a verdict to a topic, EOS-v2 with a commit every ${commitIntervalMs} ms; no database, no raw events, no audit`,
    share: 1,
    start: (ground, dataset) => start(ground, dataset, commitIntervalMs),
  };
}

async function start(ground: Ground, dataset: Dataset, commitIntervalMs: number): Promise<Running> {
  const group = `bench-streams-${(started += 1)}`;
  const topic = `${dataset.prefix}${group}-verdicts`;
  const admin = ground.kafka.admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic,
        numPartitions: dataset.catalogue.core.partitions,
        configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
      },
    ],
  });
  const stateFolder = await mkdtemp(join(tmpdir(), 'tieout-bench-streams-'));
  const command = await javaCommand(ground, 'StreamsPeer', {
    KAFKA_TOPIC_PREFIX: dataset.prefix,
    KAFKA_CLIENT_GROUP: group,
    VERDICT_TOPIC: topic,
    STATE_DIR: stateFolder,
    COMMIT_INTERVAL_MS: String(commitIntervalMs),
  });
  const program = await startProgram(ground, group, command);
  const verdicts = new VerdictTopic(ground, topic, dataset);
  return {
    pids: [program.pid],
    askEveryMs: 250,
    group,
    async state(): Promise<RunState> {
      program.assertRunning();
      const positions = await committedPositions(admin, group);
      const events = Number([...positions.values()].reduce((sum, offset) => sum + offset, 0n));
      return {
        events,
        finishedAt: events === dataset.events ? await verdicts.finishedAt() : null,
      };
    },
    positions: () => committedPositions(admin, group),
    answers: () => Promise.resolve(verdicts.answers()),
    async stop() {
      await program.stop();
      await verdicts.close();
      await deleteTopics(admin, group);
      await admin.disconnect();
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}

/** Its offsets are committed in the same transactions as its verdicts. */
async function committedPositions(admin: Admin, groupId: string): Promise<Map<string, bigint>> {
  const topics = await admin.fetchOffsets({ groupId });
  return new Map(
    topics.flatMap(({ topic, partitions }) =>
      partitions
        .filter(({ offset }) => offset !== '-1')
        .map(({ partition, offset }) => [`${topic}:${partition}`, BigInt(offset)] as const),
    ),
  );
}

async function deleteTopics(admin: Admin, group: string): Promise<void> {
  const topics = (await admin.listTopics()).filter((name) => name.includes(group));
  await admin.deleteTopics({ topics });
}
