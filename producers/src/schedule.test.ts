import { SOURCES } from '@tieout/core';
import { expect, test } from 'vitest';
import type { ScenarioEvent } from './scenario/event.ts';
import { EvenPace } from './scenario/pace.ts';
import type { Workload } from './scenario/payment.ts';
import { scenarioAt } from './scenario/scenario.ts';
import { Schedule } from './schedule.ts';

const workload: Workload = { seed: 's', anomalies: 0.2, pace: new EvenPace(0, 50), lateMs: 75_000 };
const perSecond = (rate: number) => (elapsedMs: number) => Math.floor((elapsedMs / 1_000) * rate) + 1;
const HOUR_MS = 3_600_000;

function all(schedule: Schedule, stepMs: number, limit: number): ScenarioEvent[] {
  const taken: ScenarioEvent[] = [];
  for (let now = 0; !schedule.done && now < HOUR_MS; now += stepMs) taken.push(...schedule.take(now, limit));
  return taken;
}

const idsOf = (events: readonly ScenarioEvent[]) =>
  events.map(({ source, record }) => `${source}/${record.event_id}`);

test('every event of the asked-for transactions is taken once, however the steps and limits fall', () => {
  const expected = Array.from({ length: 300 }, (_, i) => scenarioAt(workload, 40 + i).events).flat();
  for (const [stepMs, limit] of [
    [20, 10_000],
    [7, 3],
    [60_000, 50],
  ] as const) {
    const schedule = new Schedule({
      workload,
      sources: SOURCES,
      begunBy: perSecond(100),
      from: 40,
      count: 300,
    });
    expect(idsOf(all(schedule, stepMs, limit)).toSorted()).toEqual(idsOf(expected).toSorted());
  }
});

test('a source alone sends its own part of the same transactions', () => {
  const together = all(
    new Schedule({ workload, sources: SOURCES, begunBy: perSecond(100), from: 0, count: 200 }),
    20,
    1_000,
  );
  const alone = SOURCES.map((source) =>
    all(
      new Schedule({ workload, sources: [source], begunBy: perSecond(100), from: 0, count: 200 }),
      20,
      1_000,
    ),
  );
  expect(idsOf(alone.flat()).toSorted()).toEqual(idsOf(together).toSorted());
  for (const [i, source] of SOURCES.entries())
    expect(alone[i]?.every((event) => event.source === source)).toBe(true);
});

test('transactions begin at the rate, and events come after their delay', () => {
  const schedule = new Schedule({
    workload: { ...workload, anomalies: 0 },
    sources: SOURCES,
    begunBy: perSecond(10),
    from: 0,
    count: Infinity,
  });
  expect(schedule.take(0, 1_000)).toEqual([]);
  expect(schedule.transactions).toBe(1);
  schedule.take(950, 1_000);
  expect(schedule.transactions).toBe(10);
  const due = schedule.take(60_000, 100_000);
  expect(schedule.transactions).toBe(601);
  expect(due.length).toBeGreaterThan(1_000);
  expect(schedule.done).toBe(false);
});

test('a run of late events is done only when the last of them is due', () => {
  const schedule = new Schedule({
    workload: { ...workload, anomalies: 1 },
    sources: SOURCES,
    begunBy: perSecond(1_000),
    from: 0,
    count: 500,
  });
  schedule.take(70_000, 1_000_000);
  expect(schedule.allBegun).toBe(true);
  expect(schedule.done).toBe(false);
  expect(schedule.endsAt).toBeGreaterThan(75_000 - 10);
  schedule.take(schedule.endsAt, 1_000_000);
  expect(schedule.done).toBe(true);
});

test('an interrupted run that goes on where it was whole leaves nothing out', () => {
  const whole = new Schedule({ workload, sources: SOURCES, begunBy: perSecond(100), from: 0, count: 400 });
  const expected = new Set(idsOf(all(whole, 20, 1_000)));
  const killed = new Schedule({ workload, sources: SOURCES, begunBy: perSecond(100), from: 0, count: 400 });
  const before = killed.take(1_500, 1_000);
  const from = killed.wholeBefore;
  expect(from).toBeGreaterThan(0);
  expect(from).toBeLessThan(killed.transactions);
  const resumed = new Schedule({
    workload,
    sources: SOURCES,
    begunBy: perSecond(100),
    from,
    count: 400 - from,
  });
  expect(new Set([...idsOf(before), ...idsOf(all(resumed, 20, 1_000))])).toEqual(expected);
});
