import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { testDatabase, type TestDatabase } from '@tieout/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_TIME, sampleEvent, sampleRecord, sampleWrite } from '../testing/sample-flush.ts';
import type { LaneHead } from '../lane-ports.ts';
import { PostgresLaneStorage } from './lane-storage.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let lanes = 0;

beforeAll(async () => {
  database = await testDatabase(migrate);
});

afterAll(async () => {
  await database.drop();
});

/** Lets nothing through any more, either way, once the client has said `word`: as a host that vanished. New connections work. */
async function silentAt(word: string): Promise<{ url: string; silenced: Promise<void>; close: () => void }> {
  const silenced = Promise.withResolvers<void>();
  const target = new URL(database.writerUrl);
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    let silent = false;
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
    near.on('data', (data) => {
      silent ||= data.includes(word);
      if (silent) silenced.resolve();
      else far.write(data);
    });
    far.on('data', (data) => {
      if (!silent) near.write(data);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
  const through = new URL(target);
  through.port = String(address.port);
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: through.href, silenced: silenced.promise, close };
}

function open(databaseUrl: string, statementTimeoutMs: number): PostgresLaneStorage {
  return new PostgresLaneStorage(
    { databaseUrl, commitSlots: 1, applicationName: 'test', lockTimeoutMs: 100, statementTimeoutMs },
    () => SAMPLE_TIME,
    () => {},
  );
}

async function flush(by: PostgresLaneStorage, head: LaneHead): Promise<void> {
  const event = sampleEvent(`SILENT-${head.partition}`, 0n, { partition: head.partition });
  const begun = await by.begin(head);
  if ('moved' in begun) throw new Error('the lane was moved');
  await begun.write([sampleWrite(null, [event])]);
  await begun.commit(sampleRecord(head, [event]));
}

describe('a connection that goes silent', () => {
  it.each([
    ['update-results', 'POSTGRES_UNAVAILABLE'],
    ['COPY reconciliation_results', 'POSTGRES_UNAVAILABLE'],
    ['COPY raw_events', 'POSTGRES_UNAVAILABLE'],
    ['COMMIT', 'COMMIT_UNKNOWN'],
  ])('at %s is given up in time, and the flush made again on another', async (word, code) => {
    const proxy = await silentAt(word);
    const storage = open(proxy.url, 2_000);
    const direct = open(database.writerUrl, 20_000);
    const head = await direct.take(lanes++, 50, 'test');
    await expect(flush(storage, head)).rejects.toMatchObject({ code });
    expect(await storage.settle(head)).toEqual(head);
    await flush(direct, head);
    await storage.end();
    await direct.end();
    proxy.close();
  });

  it.each(['update-results', 'COPY reconciliation_results', 'COPY raw_events', 'COMMIT'])(
    'at %s does not keep its lane from another owner, whatever it has written',
    async (word) => {
      const proxy = await silentAt(word);
      const frozen = open(proxy.url, 60_000);
      const direct = open(database.writerUrl, 5_000);
      const head = await direct.take(lanes++, 50, 'frozen');
      const lost = expect(flush(frozen, head)).rejects.toMatchObject({ retriable: true });
      await proxy.silenced;
      const taken = await direct.take(head.partition, 50, 'another');
      expect(taken).toEqual({ ...head, epoch: head.epoch + 1n });
      await flush(direct, taken);
      proxy.close();
      await lost;
      await frozen.end();
      await direct.end();
    },
  );
});
