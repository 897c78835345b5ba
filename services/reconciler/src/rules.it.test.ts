import { firstRuleSet, TieoutError } from '@tieout/core';
import { activateRuleSet, type LaneStorage } from '@tieout/store';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assertEvidence } from './testing/evidence.ts';
import { LaneWorld, START, TOPICS } from './testing/steered-lane.ts';

// Rule sets under running lanes: activated, and acting by themselves.

let world: LaneWorld;

beforeAll(async () => {
  world = await LaneWorld.open(firstRuleSet({ slaMs: 60_000 }));
});
afterEach(() => world.stopLanes());
afterAll(async () => {
  await assertEvidence(world.looking, TOPICS, { core: 0, gateway: 0, mobile: 0 });
  await world.close();
});

const passingOn = (storage: LaneStorage): LaneStorage => ({
  take: (...args) => storage.take(...args),
  settle: (head) => storage.settle(head),
  ruleSets: () => storage.ruleSets(),
  lastRecords: (partition) => storage.lastRecords(partition),
  load: (...args) => storage.load(...args),
  redrives: (...args) => storage.redrives(...args),
  openDeadlines: (...args) => storage.openDeadlines(...args),
  due: (...args) => storage.due(...args),
  begin: (from) => storage.begin(from),
  halt: (...args) => storage.halt(...args),
});

const activate = (rules: unknown) =>
  activateRuleSet(world.database.url, { rules, author: 'user:ada', approver: 'user:bob', at: Date.now() });

describe('activation under a running lane', () => {
  it('changes no transaction that was begun, and judges those that begin later', async () => {
    const lane = await world.lane();
    const old = lane.id();
    lane.arrives('gateway', old);
    await lane.read();
    const { version, effectiveFrom } = await activate({ policies: { WEB: { sla_ms: 5_000 } } });
    const seconds = Math.ceil((effectiveFrom - START) / 1_000);
    const young = lane.id();
    lane.arrives('gateway', young, {}, seconds);
    await lane.read();
    expect(await lane.result(young)).toMatchObject({
      rule_version: version,
      deadline_at: new Date(START + (seconds + 5) * 1_000),
    });
    // What comes later of the old one is judged by the rules of its first event.
    lane.arrives('core', old, { amountMinor: 1n }, seconds);
    await lane.read();
    expect(await lane.result(old)).toMatchObject({ rule_version: version - 1, status: 'MISMATCHED' });
    expect(lane.lane.trouble).toBeNull();
    await lane.until('epoch', 1);
  });

  it('is read again where the first reading failed', async () => {
    let failures = 0;
    const { storage } = world;
    const lane = await world.lane({
      ...passingOn(storage),
      async ruleSets() {
        if (failures-- > 0) throw new TieoutError('POSTGRES_UNAVAILABLE', 'the answer was lost');
        return storage.ruleSets();
      },
    });
    failures = 1;
    const { version, effectiveFrom } = await activate({ policies: { WEB: { sla_ms: 6_000 } } });
    const id = lane.id();
    lane.arrives('gateway', id, {}, Math.ceil((effectiveFrom - START) / 1_000));
    await lane.read();
    expect(failures).toBeLessThan(1);
    expect(await lane.result(id)).toMatchObject({ rule_version: version });
  });

  it('makes a flush that was judged before it start again', async () => {
    let held: { readonly release: Promise<void>; readonly reached: () => void } | undefined;
    const { storage } = world;
    const holding: LaneStorage = {
      ...passingOn(storage),
      async begin(from) {
        const hold = held;
        held = undefined;
        hold?.reached();
        await hold?.release;
        return storage.begin(from);
      },
    };
    const lane = await world.lane(holding);
    const release = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    held = { release: release.promise, reached: () => reached.resolve() };
    const id = lane.id();
    // Far beyond anything read: whatever is activated now is in force when it begins.
    lane.arrives('gateway', id, {}, 3_000);
    await reached.promise;
    const { version } = await activate({ policies: { WEB: { sla_ms: 7_000 } } });
    release.resolve();
    await lane.read();
    expect(await lane.result(id)).toMatchObject({
      rule_version: version,
      deadline_at: new Date(START + 3_007_000),
      revision: '1',
    });
  });
});

describe('an auto-resolve policy', () => {
  /** The day's cap divided by the 50 lanes of these tests leaves each 100. */
  const caps = { INR: { item_minor: '60', day_minor: '5000' } };
  const policy = { name: 'rounding', reasons: ['FX_ADJUSTMENT'], caps };

  it('settles what it may, in its own name, within its caps, and leaves the rest to people', async () => {
    const { version, effectiveFrom } = await activate({ auto_resolve: [policy] });
    const seconds = Math.ceil((effectiveFrom - START) / 1_000);
    const lane = await world.lane();
    const apart = async (minor: bigint, at = seconds): Promise<string> => {
      const id = lane.id();
      lane.arrives('core', id, {}, at);
      lane.arrives('gateway', id, { amountMinor: 500_000n - minor }, at);
      await lane.read();
      return id;
    };
    const settled = await apart(60n);
    expect(await lane.result(settled)).toMatchObject({
      status: 'RESOLVED',
      work_state: 'RESOLVED',
      rule_version: version,
      resolution: { code: 'AUTO_POLICY', by: 'system:policy/rounding', approvedBy: null },
    });
    const history = await lane.history(settled);
    expect(history.slice(-2)).toMatchObject([
      {
        action: 'RESOLVE',
        actor: 'system:policy/rounding',
        command_id: null,
        detail: { at_risk_minor: '60', previous_status: 'MISMATCHED', status: 'RESOLVED', subject: null },
      },
      { action: 'VERDICT', detail: { status: 'RESOLVED', resolution: { code: 'AUTO_POLICY' } } },
    ]);
    const tooMuch = await apart(61n);
    expect(await lane.result(tooMuch)).toMatchObject({ status: 'MISMATCHED', work_state: 'OPEN' });
    const beyondTheDay = await apart(41n);
    expect(await lane.result(beyondTheDay)).toMatchObject({ status: 'MISMATCHED' });

    // What was used up outlives the process, and ends with the day of lane time.
    await lane.restart(seconds);
    const rest = await apart(40n);
    expect(await lane.result(rest)).toMatchObject({ status: 'RESOLVED' });
    const [used] = await world.rows('SELECT auto_resolved FROM lanes WHERE partition = $1', [lane.partition]);
    expect(used?.['auto_resolved']).toMatchObject({ minor: { 'rounding INR': '100' } });
    lane.tick(seconds + 86_400);
    await lane.until('lane_time', START + (seconds + 86_400) * 1_000);
    expect(await lane.result(await apart(60n, seconds + 86_400))).toMatchObject({ status: 'RESOLVED' });
  });

  it('does not settle again what a person has opened', async () => {
    const { effectiveFrom } = await activate({ auto_resolve: [policy] });
    const seconds = Math.ceil((effectiveFrom - START) / 1_000);
    const lane = await world.lane();
    const id = lane.id();
    lane.arrives('core', id, {}, seconds);
    lane.arrives('gateway', id, { amountMinor: 499_990n }, seconds);
    await lane.read();
    expect(await lane.result(id)).toMatchObject({ status: 'RESOLVED' });
    const command = await lane.ask({ name: 'anna' }, id, 'reopen', { note: 'the bank says otherwise' });
    lane.tick(seconds);
    expect(await lane.outcome(command)).toMatchObject({ status: 'MISMATCHED', work_state: 'OPEN' });
    lane.arrives('gateway', id, { amountMinor: 499_980n, eventId: 'corrected' }, seconds);
    await lane.read();
    expect(await lane.result(id)).toMatchObject({ status: 'MISMATCHED' });
  });
});
