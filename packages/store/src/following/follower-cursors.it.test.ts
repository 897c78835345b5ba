import { eventually, testDatabase, type TestDatabase } from '@tieout/testkit';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../postgres/migrate.ts';
import { BEFORE_FIRST, type ChainPosition } from '../reading/index.ts';
import { FollowerCursors } from './index.ts';

let database: TestDatabase;
let admin: Pool;
let notifier: Pool;
let owners = 0;

beforeAll(async () => {
  database = await testDatabase(migrate);
  admin = new Pool({ connectionString: database.url, max: 2 });
  notifier = new Pool({ connectionString: database.notifierUrl, max: 4 });
});
afterAll(async () => {
  await Promise.all([admin.end(), notifier.end()]);
  await database.drop();
});
beforeEach(async () => {
  await admin.query('TRUNCATE follower_cursors, lanes');
  await addLanes(0, 1);
});

const addLanes = (...lanes: number[]) =>
  admin.query('INSERT INTO lanes (partition, partition_count) SELECT unnest($1::int[]), 9', [lanes]);

/** A process of the follower, with no more rights than the notifier's role has. */
function aProcess({ follower = 'outcomes', leaseMs = 60_000 } = {}): FollowerCursors {
  return new FollowerCursors(notifier, { follower, owner: `process-${owners++}`, leaseMs });
}
/** Makes every lease as much older. */
const pass = (time: string) =>
  admin.query('UPDATE follower_cursors SET leased_until = leased_until - $1::interval', [time]);
const row = (seq: number, mark = 1): ChainPosition => ({ seq, hash: Buffer.alloc(32, mark) });
const move = (chain: string, from: ChainPosition, to: ChainPosition) => ({ chain, from, to });

describe('the cursors of a follower', () => {
  it('begin before the first row of every lane, also of a lane that comes later', async () => {
    const one = aProcess();
    expect(await one.claim()).toEqual({ 'lane-0': BEFORE_FIRST, 'lane-1': BEFORE_FIRST });
    await addLanes(2);
    expect(Object.keys(await one.claim()).toSorted()).toEqual(['lane-0', 'lane-1', 'lane-2']);
  });

  it('are where they were left, whoever takes them next', async () => {
    const one = aProcess();
    await one.claim();
    expect(await one.advance([move('lane-0', BEFORE_FIRST, row(7))])).toEqual(new Set(['lane-0']));
    await one.release();
    expect(await aProcess().claim()).toEqual({ 'lane-0': row(7), 'lane-1': BEFORE_FIRST });
  });

  it('belong to one process at a time', async () => {
    const processes = [aProcess(), aProcess(), aProcess(), aProcess()];
    const claimed = await Promise.all(processes.map((one) => one.claim()));
    expect(claimed.flatMap((chains) => Object.keys(chains)).toSorted()).toEqual(['lane-0', 'lane-1']);
    const again = await Promise.all(processes.map((one) => one.claim()));
    expect(again.map((chains) => Object.keys(chains).toSorted())).toEqual(
      claimed.map((chains) => Object.keys(chains).toSorted()),
    );
  });

  it('are each follower’s own', async () => {
    await aProcess().claim();
    expect(Object.keys(await aProcess({ follower: 'alerts' }).claim())).toHaveLength(2);
  });

  it('go to another process once the lease has run out, and then no longer move for the first', async () => {
    const crashed = aProcess({ leaseMs: 50 });
    await crashed.claim();
    const next = aProcess();
    await eventually('the chains are taken over', async () => 'lane-0' in (await next.claim()));
    expect(await crashed.advance([move('lane-0', BEFORE_FIRST, row(3))])).toEqual(new Set());
    expect(await next.advance([move('lane-0', BEFORE_FIRST, row(5))])).toEqual(new Set(['lane-0']));
    await crashed.release();
    expect(await aProcess().claim()).toEqual({});
  });

  it('stay with a process that moves them', async () => {
    const one = aProcess({ leaseMs: 60_000 });
    await one.claim();
    await pass('50 s');
    expect(await one.advance([move('lane-0', BEFORE_FIRST, row(1))])).toEqual(new Set(['lane-0']));
    await pass('20 s');
    expect(Object.keys(await aProcess().claim())).toEqual(['lane-1']);
  });

  it('move only from where they are, by number and by hash', async () => {
    const one = aProcess();
    await one.claim();
    await one.advance([move('lane-0', BEFORE_FIRST, row(5)), move('lane-1', BEFORE_FIRST, row(5))]);
    const moves = [move('lane-0', row(4), row(9)), move('lane-1', row(5, 2), row(9))];
    expect(await one.advance(moves)).toEqual(new Set());
    expect(await one.claim()).toEqual({ 'lane-0': row(5), 'lane-1': row(5) });
  });
});
