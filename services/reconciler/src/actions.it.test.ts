import { firstRuleSet, TieoutError } from '@tieout/core';
import type { FlushRecord, LaneStorage } from '@tieout/store';
import { eventually } from '@tieout/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assertEvidence } from './testing/evidence.ts';
import { LaneWorld, TOPICS, type Row, type SteeredLane } from './testing/steered-lane.ts';

const ANNA = { name: 'anna' };
const BERT = { name: 'bert' };
const ACCEPT = { code: 'ACCEPTED', note: 'seen and accepted', revision: 1 };

let world: LaneWorld;

beforeAll(async () => {
  world = await LaneWorld.open(firstRuleSet({ slaMs: 60_000 }));
});
afterEach(() => world.stopLanes());
afterAll(async () => {
  await assertEvidence(world.looking, TOPICS, { core: 0, gateway: 0, mobile: 0 });
  await world.close();
});

/** Asks, ticks, and gives what came of it. */
async function asked(
  lane: SteeredLane,
  person: { name: string; roles?: readonly string[] },
  txnId: string | null,
  verb: string,
  fields: object = {},
): Promise<unknown> {
  const command = await lane.ask(person, txnId, verb, fields);
  lane.tick(1);
  return lane.outcome(command);
}

const actions = (history: readonly Row[]): unknown[] => history.map(({ action }) => action);

/** The storage, but for what becomes of the next commit that answers a command. */
function failingOnce(
  fail: (commit: () => Promise<void>, abandon: () => Promise<void>) => Promise<void>,
): LaneStorage {
  const { storage } = world;
  let failed = false;
  return {
    take: (...args) => storage.take(...args),
    settle: (head) => storage.settle(head),
    ruleSets: () => storage.ruleSets(),
    lastRecords: (partition) => storage.lastRecords(partition),
    load: (...args) => storage.load(...args),
    redrives: (...args) => storage.redrives(...args),
    openDeadlines: (...args) => storage.openDeadlines(...args),
    due: (...args) => storage.due(...args),
    halt: (...args) => storage.halt(...args),
    async begin(from) {
      const begun = await storage.begin(from);
      if ('moved' in begun) return begun;
      return {
        commands: begun.commands,
        write: (results) => begun.write(results),
        load: (ids) => begun.load(ids),
        finishRedrive: (redrive) => begun.finishRedrive(redrive),
        abandon: () => begun.abandon(),
        async commit(record: FlushRecord) {
          if (failed || record.commands.length === 0) return begun.commit(record);
          failed = true;
          return fail(
            () => begun.commit(record),
            () => begun.abandon(),
          );
        },
      };
    },
  };
}

describe('a command', () => {
  it('is applied in the lane’s next flush, with who and why, and once', async () => {
    const lane = await world.lane();
    const id = await lane.broken(1_000n);
    const command = await lane.ask(ANNA, id, 'resolve', ACCEPT);
    lane.tick(1);
    expect(await lane.outcome(command)).toEqual({
      result: 'applied',
      revision: 2,
      status: 'RESOLVED',
      work_state: 'RESOLVED',
    });
    expect(await lane.result(id)).toMatchObject({
      status: 'RESOLVED',
      work_state: 'RESOLVED',
      revision: '2',
      resolution: { code: 'ACCEPTED', by: 'user:anna', seen: { reasons: ['AMOUNT_MISMATCH'] } },
    });
    const [, resolved, verdict, ...more] = await lane.history(id);
    expect(resolved).toMatchObject({
      action: 'RESOLVE',
      actor: 'user:anna',
      command_id: command,
      detail: {
        command_id: command,
        note: 'seen and accepted',
        previous_status: 'MISMATCHED',
        status: 'RESOLVED',
        subject: 's-anna',
        resolution: { code: 'ACCEPTED', by: 'user:anna', approved_by: null, reference: null },
      },
    });
    expect(verdict).toMatchObject({
      action: 'VERDICT',
      command_id: null,
      detail: { previous_status: 'MISMATCHED', status: 'RESOLVED', resolution: { by: 'user:anna' } },
    });
    expect(more).toEqual([]);
    lane.tick(2);
    await lane.until('lane_time', Date.UTC(2026, 10, 21, 10, 0, 2));
    expect(await lane.history(id)).toHaveLength(3);
  });

  it.each([true, false])(
    'is applied once though the answer to its commit was lost (carried out: %s)',
    async (carriedOut) => {
      const storage = failingOnce(async (commit, abandon) => {
        await (carriedOut ? commit() : abandon());
        throw new TieoutError('COMMIT_UNKNOWN', 'no answer to COMMIT');
      });
      const lane = await world.lane(storage);
      const id = await lane.broken(1_000n);
      expect(await asked(lane, ANNA, id, 'resolve', ACCEPT)).toMatchObject({
        result: 'applied',
        revision: 2,
      });
      expect(actions(await lane.history(id))).toEqual(['VERDICT', 'RESOLVE', 'VERDICT']);
    },
  );

  it('is applied once though its owner is stopped between taking and committing it', async () => {
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const storage = failingOnce(async (commit) => {
      reached.resolve();
      await release.promise;
      await commit();
    });
    const lane = await world.lane(storage);
    const id = await lane.broken(1_000n);
    const command = await lane.ask(ANNA, id, 'resolve', ACCEPT);
    lane.tick(1);
    await reached.promise;
    // The former owner stands still in the middle of its transaction; it wakes up once another one has done the work.
    lane.start();
    lane.tick(2);
    expect(await lane.outcome(command)).toMatchObject({ result: 'applied', revision: 2 });
    release.resolve();
    await world.stopLanes();
    expect(actions(await lane.history(id))).toEqual(['VERDICT', 'RESOLVE', 'VERDICT']);
    expect(await lane.result(id)).toMatchObject({ revision: '2', status: 'RESOLVED' });
  });

  it('that cannot be carried out is refused with a code, and holds nothing up', async () => {
    const lane = await world.lane();
    const id = await lane.broken(1_000n);
    const by = { subject: 's-anna', roles: ['operator'] };
    const poison: [code: string, txnId: string | null, verb: string, body: unknown][] = [
      ['INVALID_COMMAND', id, 'comment', 'poison'],
      ['INVALID_COMMAND', id, 'comment', { by, note: 5 }],
      ['INVALID_COMMAND', null, 'comment', { by, note: 'about what?' }],
      ['INVALID_COMMAND', 'not an id', 'comment', { by, note: 'about what?' }],
      ['UNKNOWN_VERB', id, 'destroy', {}],
      ['TXN_NOT_FOUND', 'NOBODY-KNOWS', 'comment', { by, note: 'who is it?' }],
      ['NOT_RESOLVED', id, 'reopen', { by, note: 'open it again' }],
      ['VERDICT_CHANGED', id, 'resolve', { by, ...ACCEPT, revision: 9 }],
    ];
    const commands: string[] = [];
    for (const [, txnId, verb, body] of poison)
      commands.push(await lane.askRaw('user:anna', txnId, verb, body));
    const good = await lane.ask(ANNA, id, 'comment', { note: 'still here' });
    lane.tick(1);
    expect(await lane.outcome(good)).toMatchObject({ result: 'applied', status: 'MISMATCHED' });
    for (const [index, [code]] of poison.entries())
      expect(await lane.outcome(commands[index] ?? '')).toMatchObject({ result: 'refused', code });
    const refused = await world.rows(
      `SELECT command_id, actor, detail::jsonb ->> 'code' AS code FROM audit_logs WHERE chain = $1 AND action = 'REFUSED'`,
      [`lane-${lane.partition}`],
    );
    const expected = poison.map(([code], index) => ({
      command_id: commands[index],
      actor: 'user:anna',
      code,
    }));
    expect(refused).toHaveLength(expected.length);
    expect(refused).toEqual(expect.arrayContaining(expected));
  });

  it('whose outcome the store refuses is refused alone: its neighbours and the records beside it are committed', async () => {
    const lane = await world.lane();
    const id = await lane.broken(1_000n);
    const neighbour = await lane.broken(2_000n);
    await world.looking.query(
      `ALTER TABLE reconciliation_results ADD CONSTRAINT no_poison CHECK (assignee <> 'poison') NOT VALID`,
    );
    try {
      const poisoned = await lane.ask(ANNA, id, 'assign', { assignee: 'poison' });
      const good = await lane.ask(ANNA, neighbour, 'assign', { assignee: 'bert' });
      const beside = await lane.broken(3_000n);
      lane.tick(1);
      expect(await lane.outcome(poisoned)).toMatchObject({ result: 'refused', code: 'STORE_REFUSED' });
      expect(await lane.outcome(good)).toMatchObject({ result: 'applied', work_state: 'ASSIGNED' });
      expect(await lane.result(beside)).toMatchObject({ status: 'MISMATCHED' });
      expect(await lane.result(id)).toMatchObject({ assignee: null, revision: '1' });
      expect(lane.lane.trouble).toBeNull();
    } finally {
      await world.looking.query('ALTER TABLE reconciliation_results DROP CONSTRAINT no_poison');
    }
  });

  it('is taken whether the cache answers truly, falsely or not at all', async () => {
    const lane = await world.lane();
    const id = lane.id();
    lane.arrives('core', id, { channel: 'MOBILE' });
    lane.arrives('gateway', id, { channel: 'MOBILE', amountMinor: 1n });
    await lane.read();
    const stale = await world.cache.load(lane.owned, [], Number.MAX_SAFE_INTEGER, 10);
    expect(stale.transactions.size).toBe(1);
    expect(await asked(lane, ANNA, id, 'assign', { assignee: 'bert' })).toMatchObject({ revision: 2 });
    // The cache's own entry already names bert; an event and a command at once, over an emptied cache.
    await world.redis.flush();
    lane.arrives('mobile', id, { eventId: 'again' }, 1);
    expect(await asked(lane, BERT, id, 'assign', { assignee: null })).toMatchObject({ work_state: 'OPEN' });
    expect(await lane.result(id)).toMatchObject({
      assignee: null,
      work_state: 'OPEN',
      sources: ['core', 'gateway', 'mobile'],
    });
  });

  it('is one of many: more than a flush takes are all answered, each once', async () => {
    const lane = await world.lane();
    const id = await lane.broken(1_000n);
    await world.asking.query(
      `INSERT INTO commands (id, partition, txn_id, verb, actor, body)
       SELECT gen_random_uuid(), $1, $2, 'comment', 'user:anna',
         jsonb_build_object('by', '{"subject": "s-anna", "roles": []}'::jsonb, 'note', 'comment ' || n)
       FROM generate_series(1, 1234) n`,
      [lane.partition, id],
    );
    lane.tick(1);
    await eventually('all are answered', async () => {
      const [row] = await world.rows(
        `SELECT count(*) FILTER (WHERE applied_at IS NULL)::int AS waiting FROM commands WHERE partition = $1`,
        [lane.partition],
      );
      return row?.['waiting'] === 0;
    });
    const [row] = await world.rows(
      `SELECT count(*)::int, count(DISTINCT command_id)::int AS commands FROM audit_logs WHERE chain = $1 AND action = 'COMMENT'`,
      [`lane-${lane.partition}`],
    );
    expect(row).toEqual({ count: 1234, commands: 1234 });
    expect(await lane.result(id)).toMatchObject({ revision: '1' });
  });
});

describe('a resolution', () => {
  it('that takes two people stands only with the second, who is not the first', async () => {
    const lane = await world.lane();
    const id = await lane.broken(1_000n);
    const writeOff = { ...ACCEPT, code: 'WRITTEN_OFF' };
    const proposal = await lane.ask(ANNA, id, 'resolve', writeOff);
    lane.tick(1);
    expect(await lane.outcome(proposal)).toMatchObject({
      status: 'MISMATCHED',
      work_state: 'AWAITING_APPROVAL',
    });
    expect(await lane.result(id)).toMatchObject({ work_state: 'AWAITING_APPROVAL', resolution: null });
    expect(await asked(lane, ANNA, id, 'approve', { proposal })).toMatchObject({ code: 'SAME_PERSON' });
    expect(await asked(lane, BERT, id, 'approve', { proposal })).toMatchObject({ status: 'RESOLVED' });
    const history = await lane.history(id);
    expect(actions(history)).toEqual(['VERDICT', 'RESOLVE', 'REFUSED', 'APPROVE', 'VERDICT']);
    expect(history.at(-2)).toMatchObject({
      actor: 'user:bert',
      detail: { proposal, resolution: { by: 'user:anna', approved_by: 'user:bert', code: 'WRITTEN_OFF' } },
    });
  });

  it('is reopened by a change of reasons, seen in the timeline', async () => {
    const lane = await world.lane();
    const id = await lane.broken(1_000n);
    await asked(lane, ANNA, id, 'resolve', ACCEPT);
    lane.arrives('gateway', id, { eventId: 'second-settlement', amountMinor: 499_000n });
    await lane.read();
    expect(await lane.result(id)).toMatchObject({ status: 'MISMATCHED', work_state: 'OPEN', revision: '3' });
    expect((await lane.history(id)).at(-1)).toMatchObject({
      action: 'VERDICT',
      detail: {
        previous_status: 'RESOLVED',
        status: 'MISMATCHED',
        previous_reasons: ['AMOUNT_MISMATCH'],
        reasons: ['AMOUNT_MISMATCH', 'DUPLICATE_EVENT'],
        resolution: null,
      },
    });
  });

  it.each(['through Redis', 'with Redis emptied'])(
    'is carried %s to the deadline that reopens it',
    async (how) => {
      const lane = await world.lane();
      const id = await lane.broken(1_000n, { channel: 'MOBILE' });
      expect(await asked(lane, ANNA, id, 'resolve', ACCEPT)).toMatchObject({ status: 'RESOLVED' });
      if (how === 'through Redis') {
        const { transactions } = await world.cache.load(lane.owned, [], Number.MAX_SAFE_INTEGER, 10);
        expect([...transactions.values()]).toMatchObject([
          { revision: 2, state: { resolution: { by: 'user:anna' } } },
        ]);
      } else await world.redis.flush();
      lane.tick(60);
      await eventually('it is a break again', async () => (await lane.result(id))['status'] === 'MISMATCHED');
      expect(await lane.result(id)).toMatchObject({
        reasons: ['AMOUNT_MISMATCH', 'MISSING_MOBILE'],
        resolution: { by: 'user:anna' },
      });
    },
  );

  it('may be taken back by a person', async () => {
    const lane = await world.lane();
    const id = await lane.broken(1_000n);
    await asked(lane, ANNA, id, 'resolve', ACCEPT);
    expect(await asked(lane, BERT, id, 'reopen', { note: 'the bank says otherwise' })).toMatchObject({
      status: 'MISMATCHED',
      work_state: 'OPEN',
    });
    expect(actions(await lane.history(id))).toEqual(['VERDICT', 'RESOLVE', 'VERDICT', 'REOPEN', 'VERDICT']);
  });
});
