import { firstRuleSet } from '@tieout/core';
import { describe, expect, it } from 'vitest';
import { MemoryLaneStorage } from './memory/lane-storage.ts';
import { inForceFrom } from './rule-activation.ts';
import { SAMPLE_TIME, sampleEvent, sampleRecord, sampleWrite } from './testing/sample-flush.ts';

const AT = { core: 30, gateway: 10, mobile: 20 };

describe('a rule set is in force', () => {
  it('from after the last record that any lane can have read', () => {
    const lanes = [{ progress: AT }, { progress: { ...AT, mobile: 41 } }];
    // The record read last may carry the millisecond behind the progress.
    expect(inForceFrom({ lanes, firstSeenAt: 5, effectiveFrom: 0 })).toBe(43);
  });

  it('from after the first event of the youngest transaction, and after the version before', () => {
    const lanes = [{ progress: AT }];
    expect(inForceFrom({ lanes, firstSeenAt: 100, effectiveFrom: 0 })).toBe(101);
    expect(inForceFrom({ lanes, firstSeenAt: null, effectiveFrom: 200 })).toBe(201);
    expect(inForceFrom({ lanes: [], firstSeenAt: null, effectiveFrom: null })).toBe(1);
  });
});

it('the next version is told in every lane’s chain, in memory as in Postgres', async () => {
  const storage = new MemoryLaneStorage();
  const head = await storage.take(0, 2, 'test');
  await storage.take(1, 2, 'test');
  await storage.activate(firstRuleSet({ slaMs: 60_000 }));
  const begun = await storage.begin({ ...head, rulesVersion: 1 });
  if ('moved' in begun) throw new Error('the lane was moved');
  expect(await begun.write([sampleWrite(null, [sampleEvent('A', 0n)])])).toEqual([]);
  const by = { author: 'user:ada', approver: 'user:bob', at: SAMPLE_TIME };
  const made: number[] = [];
  const activated = storage.activateNext((version, effectiveFrom) => {
    made.push(version);
    return { ...firstRuleSet({ slaMs: 30_000 }), version, effectiveFrom };
  }, by);
  await Promise.resolve();
  expect(made, 'a flush is under way').toEqual([]);
  await begun.commit(sampleRecord(head, []));
  const ruleSet = await activated;
  const firstSeenAt = [...storage.content.results(0).values()][0]?.verdict.firstSeenAt ?? 0;
  expect(ruleSet).toMatchObject({ version: 2, effectiveFrom: firstSeenAt + 1 });
  const rows = storage.content.auditRows.filter(({ action }) => action === 'RULES_ACTIVATED');
  expect(rows.map(({ chain, actor }) => [chain, actor])).toEqual([
    ['lane-0', 'user:bob'],
    ['lane-1', 'user:bob'],
  ]);
  for (const { head: now } of storage.content.lanes.values()) {
    expect(now.rulesVersion).toBe(2);
    expect(now.chain.hash).toEqual(rows.find(({ chain }) => chain === `lane-${now.partition}`)?.hash);
  }
});
