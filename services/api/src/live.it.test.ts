import { inflateRawSync } from 'node:zlib';
import { cuttable, eventually } from '@tieout/testkit';
import { Client } from 'pg';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LiveChanges, LiveStatus, TxnPage, type LiveCursor, type LiveTxn } from './schemas/index.ts';
import { startApi, type TestApi } from './testing/api.ts';
import { settled, TestLane } from './testing/lane.ts';

let api: TestApi;
let lanes: TestLane[];
let database: Client;
let viewer: string;
const sockets: Socket[] = [];
let count = 0;

beforeAll(async () => {
  api = await startApi();
  viewer = await api.tokenOf('viewer');
  database = new Client({ connectionString: api.database.url });
  await database.connect();
  lanes = await Promise.all([0, 1].map((partition) => TestLane.take(api.database.writerUrl, partition)));
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await database.end();
  await Promise.all(lanes.map((lane) => lane.stop()));
  await api.stop();
});

async function snapshot(): Promise<LiveCursor> {
  const { body } = await api.get('/api/v1/transactions?limit=1', viewer);
  return TxnPage.parse(body).as_of;
}

/** Commits new transactions in both lanes; returns their ids in the order of each lane. */
async function commit(transactions: number): Promise<string[]> {
  const made: string[] = [];
  for (let n = 0; n < transactions; n++) {
    const id = `L-${count++}`;
    await lanes[n % 2]?.flush([settled('gateway', id, Date.now())], Date.now());
    made.push(id);
  }
  return made;
}

async function accessesOf(who: string): Promise<unknown[]> {
  const { rows } = await database.query<{ detail: string }>(
    'SELECT detail FROM audit_logs WHERE actor = $1 ORDER BY chain, seq',
    [`user:${who}`],
  );
  return rows.map(({ detail }) => JSON.parse(detail));
}

/** A client as the dashboard is one: keeps its cursor, acknowledges what it has taken. */
class LiveClient {
  readonly items: LiveTxn[] = [];
  readonly statuses: LiveStatus[] = [];
  /** Batches that came compressed, and as they are. */
  readonly batches = { deflated: 0, plain: 0 };
  cursor: LiveCursor;
  resyncs = 0;
  expired = false;
  refusal: string | null = null;
  readonly socket: Socket;

  /**
   * @param given what the client names, where that is no cursor
   * @param batches how it says that it takes batches
   */
  constructor(
    cursor: LiveCursor,
    token: string,
    { url = api.url, given, batches }: { url?: string; given?: unknown; batches?: unknown } = {},
  ) {
    this.cursor = cursor;
    this.socket = io(url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: (give) => give({ token, as_of: given === undefined ? this.cursor : given, batches }),
    });
    sockets.push(this.socket);
    this.socket.on('changes', (sent: unknown, acknowledge: () => void) => {
      const changes = LiveChanges.parse(
        Buffer.isBuffer(sent) ? JSON.parse(inflateRawSync(sent).toString()) : sent,
      );
      this.batches[Buffer.isBuffer(sent) ? 'deflated' : 'plain'] += 1;
      expect(changes.from).toEqual(this.cursor); // what is sent joins what was taken
      this.items.push(...changes.items);
      this.cursor = changes.to;
      acknowledge();
    });
    this.socket.on('status', (sent: unknown) => this.statuses.push(LiveStatus.parse(sent)));
    this.socket.on('resync', () => (this.resyncs += 1));
    this.socket.on('token_expired', () => (this.expired = true));
    this.socket.on(
      'connect_error',
      (error: Error & { data?: { code: string } }) => (this.refusal = error.data?.code ?? error.message),
    );
  }

  get ids(): string[] {
    return this.items.map((txn) => txn.txn_id);
  }
}

describe('the live feed', () => {
  it('gives what was committed after the snapshot, whole rows with the status before, once and in order', async () => {
    const client = new LiveClient(await snapshot(), viewer);
    const made = await commit(6);
    await eventually('six changes', () => client.items.length >= 6);
    expect(client.ids.toSorted()).toEqual(made.toSorted());
    expect(client.items[0]).toMatchObject({ status: 'PENDING', previous_status: null, revision: 1 });
    const lastId = made.at(-1) ?? '';
    await lanes[1]?.flush([settled('core', lastId, Date.now())], Date.now());
    await eventually('the match', () => client.items.length === 7);
    expect(client.items[6]).toMatchObject({
      txn_id: lastId,
      status: 'MATCHED',
      previous_status: 'PENDING',
      revision: 2,
    });
  });

  it('gives batches compressed to who takes them so and as they are to everyone else, the same changes to all', async () => {
    const cursor = await snapshot();
    const clients = ['deflate-raw', 'deflate-raw', undefined, 'br'].map(
      (batches) => new LiveClient(cursor, viewer, { batches }),
    );
    const made = await commit(6);
    for (const client of clients) await eventually('six changes', () => client.items.length === 6);
    expect(clients[0]?.ids.toSorted()).toEqual(made.toSorted());
    for (const client of clients) expect(client.items).toEqual(clients[0]?.items);
    expect(clients.map(({ batches }) => batches.deflated > 0)).toEqual([true, true, false, false]);
    expect(clients.map(({ batches }) => batches.plain > 0)).toEqual([false, false, true, true]);
  });

  it('misses nothing and repeats nothing across a break, however much was committed meanwhile', async () => {
    const client = new LiveClient(await snapshot(), viewer);
    const before = await commit(3);
    await eventually('three changes', () => client.items.length === 3);
    client.socket.disconnect();
    const meanwhile = await commit(20);
    client.socket.connect();
    const after = await commit(3);
    await eventually('all of them', () => client.items.length >= 26);
    expect(client.ids.toSorted()).toEqual([...before, ...meanwhile, ...after].toSorted());
  });

  it('shows nothing that was not committed', async () => {
    const client = new LiveClient(await snapshot(), viewer);
    await eventually('connected', () => client.socket.connected);
    const writer = new Client({ connectionString: api.database.writerUrl });
    await writer.connect();
    await writer.query('BEGIN');
    await writer.query('SELECT FROM lanes WHERE partition = 1 FOR UPDATE'); // a flush of lane 1 under way
    const made = `L-${count++}`;
    await lanes[0]?.flush([settled('gateway', made, Date.now())], Date.now());
    await eventually('lane 0', () => client.items.length === 1);
    expect(client.ids).toEqual([made]);
    await writer.query('ROLLBACK');
    await writer.end();
  });

  it('finds changes by itself where no hint comes', async () => {
    const client = new LiveClient(await snapshot(), viewer);
    await eventually('live', () => client.statuses.at(-1)?.state === 'live');
    await commit(1);
    await eventually('found without a hint', () => client.items.length === 1);
  });

  it('asks for a new snapshot where it cannot join: no cursor, one of another log, one ahead of this log', async () => {
    const good = await snapshot();
    for (const given of [null, 'lane-0:3', { ...good, 'lane-99': 1 }, { ...good, 'lane-0': 1_000_000 }]) {
      const client = new LiveClient(good, viewer, { given });
      await eventually(`resync for ${JSON.stringify(given)}`, () => client.resyncs === 1);
      expect(client.items).toEqual([]);
    }
  });

  it('lets nobody in without a good token and the role', async () => {
    const cursor = await snapshot();
    const cases: [string, string][] = [
      ['', 'UNAUTHENTICATED'],
      [await api.identity.token('eve', ['viewer'], { claims: { aud: 'account' } }), 'UNAUTHENTICATED'],
      [await api.identity.token('guest', []), 'FORBIDDEN'],
    ];
    for (const [token, code] of cases) {
      const client = new LiveClient(cursor, token);
      await eventually(code, () => client.refusal === code);
    }
    expect(await accessesOf('guest')).toMatchObject([
      { what: 'refused', filter_or_id: 'live feed', rows: null },
    ]);
  });

  it('ends when the token does', async () => {
    const exp = Math.floor(Date.now() / 1000) + 2;
    const client = new LiveClient(
      await snapshot(),
      await api.identity.token('asha', ['viewer'], { claims: { exp } }),
    );
    await eventually('the end', () => client.expired && !client.socket.connected);
    expect(Date.now() / 1000).toBeGreaterThanOrEqual(exp);
  });

  it('writes down who opened it and how much they were shown', async () => {
    const client = new LiveClient(await snapshot(), await api.identity.token('ines', ['viewer']));
    await commit(2);
    await eventually('two changes', () => client.items.length === 2);
    expect(await accessesOf('ines')).toMatchObject([{ what: 'live feed opened', rows: 0 }]);
    client.socket.disconnect();
    await eventually('the end', async () => (await accessesOf('ines')).length === 2);
    expect((await accessesOf('ines'))[1]).toMatchObject({ what: 'live feed closed', rows: 2 });
  });

  it('says so while the database is away, and heals without losing a change', async () => {
    const client = new LiveClient(await snapshot(), viewer);
    await eventually('live', () => client.statuses.at(-1)?.state === 'live');
    const { rows } = await database.query<{ name: string }>('SELECT current_database() AS name');
    const name = rows[0]?.name ?? '';
    await database.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0`); // for all but superusers
    try {
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'test_tieout_reader'`,
      );
      await eventually('degraded', () => client.statuses.at(-1)?.state === 'degraded');
    } finally {
      await database.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
    }
    const made = await commit(2);
    await eventually('healed', () => client.items.length === 2 && client.statuses.at(-1)?.state === 'live');
    expect(client.ids).toEqual(expect.arrayContaining(made));
  });

  it('says so while Redis is away, still finds every change, and heals', async () => {
    const redis = await cuttable(api.redis.url);
    const second = await startApi({ shared: api, redisUrl: redis.url });
    const client = new LiveClient(await snapshot(), viewer, { url: second.url });
    await eventually('live', () => client.statuses.at(-1)?.state === 'live');
    await redis.cut();
    await eventually('degraded', () => client.statuses.at(-1)?.state === 'degraded');
    await commit(2);
    await eventually('two changes', () => client.items.length === 2);
    await redis.mend();
    await eventually('live again', () => client.statuses.at(-1)?.state === 'live');
    client.socket.disconnect();
    await second.stop();
    await redis.cut();
  });

  it('is the same from two API processes', async () => {
    const second = await startApi({ shared: api });
    const cursor = await snapshot();
    const clients = [new LiveClient(cursor, viewer), new LiveClient(cursor, viewer, { url: second.url })];
    const made = await commit(4);
    for (const client of clients) {
      await eventually('four changes', () => client.items.length === 4);
      expect(client.ids.toSorted()).toEqual(made.toSorted());
    }
    for (const client of clients) client.socket.disconnect();
    await second.stop();
  });
});
