import { SOURCES } from '@tieout/core';
import { expect, test } from 'vitest';
import { workloadFor } from './live-workload.ts';
import { scenarioAt } from './scenario/scenario.ts';

const wish = {
  sources: SOURCES,
  rate: 20,
  anomalies: 0.05,
  seed: undefined,
  from: undefined,
  count: Infinity,
  slaMs: 60_000,
};
const now = Date.UTC(2026, 10, 21, 10, 0, 17);

test('a seed gives the same events whenever and however fast it runs', () => {
  const first = workloadFor({ ...wish, seed: '7' }, now);
  const again = workloadFor({ ...wish, seed: '7', rate: 500 }, now + 86_400_000);
  expect(first.from).toBe(0);
  expect(scenarioAt(again.workload, 12)).toEqual(scenarioAt(first.workload, 12));
});

test('without a seed the payments are dated now, and another run brings others', () => {
  const { workload, from } = workloadFor(wish, now);
  expect(Math.abs(workload.pace.timeOf(from) - now)).toBeLessThan(200);
  const later = workloadFor(wish, now + 60_000);
  expect(scenarioAt(later.workload, from)).toEqual(scenarioAt(workload, from));
  expect(later.from).toBeGreaterThan(from + 60);
});

test('sources started one after another tell of the same payments from the same one on, and in step', () => {
  const core = workloadFor({ ...wish, sources: ['core'] }, now);
  const gateway = workloadFor({ ...wish, sources: ['gateway'] }, now + 9_000);
  expect(scenarioAt(gateway.workload, core.from)).toEqual(scenarioAt(core.workload, core.from));
  expect(gateway.from).toBe(core.from);
  expect(gateway.behindMs - core.behindMs).toBe(9_000);
});

test('a first index asked for is taken as it is', () => {
  expect(workloadFor({ ...wish, from: 5 }, now)).toMatchObject({ from: 5, behindMs: 0 });
  expect(workloadFor({ ...wish, seed: '7', from: 5 }, now)).toMatchObject({ from: 5, behindMs: 0 });
});

test('an endless run follows the hours of the day, and everything begins when it happens', () => {
  const { workload, from, begunBy } = workloadFor(wish, now);
  const hour = 3_600_000;
  for (const elapsedMs of [0, 500, hour, 7 * hour])
    expect(begunBy(elapsedMs)).toBe(workload.pace.countBefore(now + elapsedMs + 1) - from);
  // 15:30 in India and a while on, against three at night.
  expect(begunBy(hour)).toBeGreaterThan(1.2 * 20 * 3_600);
  expect(begunBy(12 * hour) - begunBy(11 * hour)).toBeLessThan(0.5 * 20 * 3_600);
  expect(begunBy(24 * hour) / (24 * 3_600)).toBeCloseTo(20, 1);
});

test('a counted run keeps to its rate whatever the hour', () => {
  const night = Date.UTC(2026, 10, 21, 21);
  const { begunBy } = workloadFor({ ...wish, count: 1_000 }, night);
  expect(begunBy(10_000)).toBe(201);
});
