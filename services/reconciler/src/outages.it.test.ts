import { cuttable, eventually, testServers, type Cuttable } from '@tieout/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReconcilerProcess } from './testing/reconciler-process.ts';
import { WholePath } from './testing/whole-path.ts';

// The process as it runs, and servers that refuse, or are away. Each time it waits, says why on /readyz, and goes on by itself once it can.

let path: WholePath;
let postgres: Cuttable;
let redis: Cuttable;
let registry: Cuttable;
let running: ReconcilerProcess;

beforeAll(async () => {
  path = await WholePath.open({ slaMs: 60_000, partitions: 1 });
  postgres = await cuttable(path.database.writerUrl);
  redis = await cuttable(path.redis.url);
  registry = await cuttable(testServers().registry_url);
  running = await ReconcilerProcess.start(path, {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    SCHEMA_REGISTRY_URL: registry.url,
  });
});
afterAll(async () => {
  await running.stop();
  await Promise.all([postgres, redis, registry].map((way) => way.cut()));
  await path.close();
});

beforeEach(() => eventually('it does its work', async () => (await running.readiness()).ready));

/** Waits until it says that it does not do its work, for this reason, and has brought nothing of the payment. */
async function waits(txnId: string, reason: string): Promise<void> {
  await eventually(`it says ${reason}`, async () => {
    const { ready, body } = await running.readiness();
    if (ready) throw new Error(body);
    return body.includes(reason);
  });
  expect(await path.rows('SELECT FROM raw_events WHERE txn_id = $1', [txnId])).toEqual([]);
}

/** Waits until the payment's two events, sent meanwhile, agree. */
async function goesOn(txnId: string): Promise<void> {
  await path.verdict(txnId, 'MATCHED');
  await eventually('it does its work again', async () => (await running.readiness()).ready);
  await path.audit();
}

async function pay(txnId: string): Promise<void> {
  await path.produce('gateway', txnId);
  await path.produce('core', txnId);
}

describe('a lane waits, says why, and goes on by itself', () => {
  it('where the disk is full', async () => {
    // The server's own error, in its place: in the middle of the COPY. A disk that is full would stop all tests.
    await path.rows(
      `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = 'disk_full'; END $$`,
    );
    await path.rows(
      'CREATE TRIGGER full_disk BEFORE INSERT ON raw_events FOR EACH ROW EXECUTE FUNCTION full_disk()',
    );
    await pay('DISK');
    await waits(
      'DISK',
      'POSTGRES_UNAVAILABLE: could not extend file \\"base/1/2\\": No space left on device',
    );
    await path.rows('DROP TRIGGER full_disk ON raw_events');
    await goesOn('DISK');
  });

  it('where Postgres has no connection left', async () => {
    const [{ name } = { name: '' }] = await path.rows('SELECT current_database() AS name');
    await path.rows(`ALTER DATABASE ${String(name)} CONNECTION LIMIT 0`); // for all but superusers
    await path.rows(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'tieout reconciler%'`,
    );
    await pay('CONNECTIONS');
    await waits('CONNECTIONS', `too many connections for database \\"${String(name)}\\"`);
    await path.rows(`ALTER DATABASE ${String(name)} CONNECTION LIMIT -1`);
    await goesOn('CONNECTIONS');
  });

  it('where Postgres is away', async () => {
    await postgres.cut();
    await pay('POSTGRES');
    await waits('POSTGRES', 'POSTGRES_UNAVAILABLE');
    await postgres.mend();
    await goesOn('POSTGRES');
  });

  it('where the registry is away and a schema is not known', async () => {
    await registry.cut();
    const unknown = Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 1]);
    const { offset } = await path.send('gateway', 'UNKNOWN', unknown);
    await pay('REGISTRY');
    await waits('REGISTRY', 'REGISTRY_UNAVAILABLE');
    expect(await path.rows('SELECT FROM dead_letters')).toEqual([]);
    await registry.mend();
    await goesOn('REGISTRY');
    expect(await path.rows('SELECT code, "offset" FROM dead_letters')).toEqual([
      { code: 'UNKNOWN_SCHEMA', offset },
    ]);
  });
});

it('goes on without Redis, and stays ready', async () => {
  await redis.cut();
  await pay('REDIS');
  await path.verdict('REDIS', 'MATCHED');
  expect(await running.readiness()).toMatchObject({ ready: true });
  await redis.mend();
  await path.audit();
});
