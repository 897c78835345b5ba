import { SOURCES } from '@tieout/core';
import { expect, test } from 'vitest';
import { workloadFor } from './live-workload.ts';
import { scenarioAt } from './scenario/scenario.ts';

const wish = { sources: SOURCES, rate: 20, anomalies: 0.05, seed: undefined, from: undefined };
const now = Date.UTC(2026, 10, 21, 10, 0, 17);

test('a seed gives the same events whenever and however fast it runs', () => {
  const first = workloadFor({ ...wish, seed: '7' }, now);
  const again = workloadFor({ ...wish, seed: '7', rate: 500 }, now + 86_400_000);
  expect(first.from).toBe(0);
  expect(scenarioAt(again.workload, 12)).toEqual(scenarioAt(first.workload, 12));
});

test('without a seed the payments are dated now, and another run brings others', () => {
  const { workload, from } = workloadFor(wish, now);
  expect(workload.startAt + from * workload.spacingMs).toBeCloseTo(now, -2);
  const later = workloadFor(wish, now + 60_000);
  expect(later.workload).toEqual(workload);
  expect(later.from).toBe(from + 60 * 20);
});

test('sources started one after another tell of the same payments from the same one on, and in step', () => {
  const core = workloadFor({ ...wish, sources: ['core'] }, now);
  const gateway = workloadFor({ ...wish, sources: ['gateway'] }, now + 9_000);
  expect(gateway.workload).toEqual(core.workload);
  expect(gateway.from).toBe(core.from);
  expect(gateway.behindMs - core.behindMs).toBe(9_000);
});

test('a first index asked for is taken as it is', () => {
  expect(workloadFor({ ...wish, from: 5 }, now)).toMatchObject({ from: 5, behindMs: 0 });
  expect(workloadFor({ ...wish, seed: '7', from: 5 }, now)).toMatchObject({ from: 5, behindMs: 0 });
});
