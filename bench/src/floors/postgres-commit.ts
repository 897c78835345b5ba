import { Client } from 'pg';
import type { Entry } from '../entry.ts';
import type { Ground } from '../stage/ground.ts';
import type { RecordedFlush } from '../wire/postgres-messages.ts';
import { Replay } from '../wire/postgres-replay.ts';
import { measured } from './measured.ts';
import { recordingOf } from './recorded.ts';

/** F4: on so many connections, each with lanes of its own. */
export function postgresCommit(connections: 1 | 2): Entry {
  return {
    name: `f4-${connections}`,
    title: `F4: Postgres, ${connections === 1 ? '1 connection' : `${connections} connections`}`,
    about: 'the bytes of the reconciler’s flushes, sent again as they are to an empty database',
    kind: 'floor',
    share: 0.25,
    async run(ground, dataset, onProgress) {
      const { flushes } = await recordingOf(ground, dataset, (share) => onProgress(share / 2));
      const database = await ground.database();
      const replays: Replay[] = [];
      try {
        await makeLanes(database.url, flushes, dataset.catalogue.core.partitions);
        const exchanges = flushes.flatMap((flush) => flush.exchanges);
        for (let opened = 0; opened < connections; opened++)
          replays.push(await Replay.open(database.writerUrl, exchanges));
        let said = 0;
        const figures = await measured(ground, dataset.events, async (begin) => {
          begin();
          await Promise.all(
            replays.map((replay, number) =>
              sayAll(
                replay,
                flushes.filter(({ lane }) => lane % connections === number),
                ground,
                () => onProgress(0.5 + (said += 1) / flushes.length / 2),
              ),
            ),
          );
        });
        await assertWritten(database.url, dataset.events);
        return figures;
      } finally {
        await Promise.all(replays.map((replay) => replay.close()));
        await database.drop();
      }
    },
  };
}

async function sayAll(
  replay: Replay,
  flushes: readonly RecordedFlush[],
  { signal }: Ground,
  onSaid: () => void,
): Promise<void> {
  for (const { exchanges } of flushes) {
    signal.throwIfAborted();
    for (const exchange of exchanges) await replay.say(exchange);
    onSaid();
  }
}

/** As the taking of a lane does, which is not part of a flush. */
async function makeLanes(url: string, flushes: readonly RecordedFlush[], partitions: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const lane of new Set(flushes.map((flush) => flush.lane)))
      await client.query('INSERT INTO lanes (partition, partition_count) VALUES ($1, $2)', [
        lane,
        partitions,
      ]);
  } finally {
    await client.end();
  }
}

async function assertWritten(url: string, events: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int FROM raw_events');
    if (rows[0]?.count !== events) throw new Error(`${rows[0]?.count} of ${events} raw events were written`);
  } finally {
    await client.end();
  }
}
