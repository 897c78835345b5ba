import { expect, test } from 'vitest';
import type { Entry } from '../entry.ts';
import type { Figures } from '../measure/figures.ts';
import type { EntryResult, ScenarioResult } from '../run.ts';
import { DRAIN_ALONE, DRAIN_LOOKED_AT } from '../scenarios/looked-at.ts';
import { ratiosOf } from './goals.ts';
import { withDemanded, withRun } from './performance-page.ts';
import { committedAt } from '../scenarios/paced.ts';
import { picture } from './picture.ts';

const figures = (eventsPerSecond: number, cpu: number): Figures => ({
  events: 900,
  seconds: 900 / eventsPerSecond,
  eventsPerSecond,
  cpuPerMillion: { own: cpu, kafka: 0, postgres: 0, redis: 0, all: cpu },
  peakRssBytes: 300e6,
});

const result = (name: string, kind: Entry['kind'], ...runs: readonly Figures[]): EntryResult => ({
  entry: {
    name,
    title: `The ${name} & co`,
    kind,
    share: 1,
    about: '',
    run: () => Promise.reject(new Error('not run')),
  },
  figures: runs,
  failures: [],
});

const results = [
  result('tieout', 'product', figures(300, 20), figures(200, 10), figures(400, 30)),
  result('jdbc', 'peer', figures(100, 40)),
  result('streams', 'peer'),
];
const scenarios: readonly ScenarioResult[] = [
  {
    entry: {
      name: 'b4',
      title: 'Restart',
      kind: 'scenario',
      share: 1,
      about: '',
      run: () => Promise.reject(new Error('not run')),
    },
    figures: [
      [{ what: 'back again', value: 3_100, unit: 'ms' }],
      [{ what: 'back again', value: 900, unit: 'ms' }],
      [{ what: 'back again', value: 1_000, unit: 'ms' }],
    ],
    failures: [],
  },
];
const run = {
  outcome: { results, scenarios, datasets: [{ transactions: 300, events: 900, bytes: 1 }] },
  startedAt: new Date('2026-11-21T23:59:59Z'),
  minutes: 31,
  rounds: 3,
  seed: 'x',
};

test('a ratio is one of medians, and told only where both sides were measured', () => {
  const ratios = ratiosOf({ results, scenarios: [] });
  expect(ratios.map(({ title }) => title)).toEqual([
    'throughput ÷ Java with batched JDBC',
    'processor seconds per million events, all processes, ÷ Java with batched JDBC',
    'peak RSS ÷ Java with batched JDBC',
  ]);
  expect(ratios.map(({ ratio, reached }) => [ratio, reached])).toEqual([
    [3, 'aim'],
    [0.5, 'aim'],
    [1, 'neither'],
  ]);
});

const p99 = (who: string): string => committedAt(who, 20, 'p99');
const reading = (what: string, value: number) => [{ what, value, unit: 'ms' as const }];
const of = (name: string, ...rounds: ScenarioResult['figures']): ScenarioResult => ({
  entry: {
    name,
    title: name,
    kind: 'scenario',
    share: 1,
    about: '',
    run: () => Promise.reject(new Error('not run')),
  },
  figures: rounds,
  failures: [],
});

test('a median is held against its bound, and against another one where it has a peer', () => {
  const measured = [
    of('ours', reading(p99('Tieout'), 300), reading(p99('Tieout'), 200), reading(p99('Tieout'), 100)),
    of('theirs', reading(p99('Kafka Streams to a topic'), 250)),
    of('open', reading('Redis, for each open transaction', 421)),
  ];
  expect(
    ratiosOf({ results: [], scenarios: measured }).map(({ ratio, reached }) => [ratio, reached]),
  ).toEqual([
    [0.8, 'goal'],
    [421, 'neither'],
  ]);
  expect(ratiosOf({ results: [], scenarios: measured })[0]?.rounds).toEqual([]);
  const twice = [
    of('ours', reading(p99('Tieout'), 300), reading(p99('Tieout'), 100)),
    of(
      'theirs',
      reading(p99('Kafka Streams to a topic'), 200),
      reading(p99('Kafka Streams to a topic'), 100),
    ),
  ];
  expect(ratiosOf({ results: [], scenarios: twice })[0]).toMatchObject({ ratio: 4 / 3, rounds: [1.5, 1] });
  expect(ratiosOf({ results: [], scenarios: measured.slice(0, 1) })).toEqual([]);
});

const rates = (value: number) => [
  { what: DRAIN_ALONE, value: 1_000, unit: 'a second' as const },
  { what: DRAIN_LOOKED_AT, value, unit: 'a second' as const },
];

const reached = (value: number) =>
  ratiosOf({ results: [], scenarios: [of('b8', rates(value))] }).map((one) => [
    one.ratio,
    one.kind,
    one.reached,
  ]);

test('a rate that must not fall is held against the least it may be', () => {
  expect(reached(980)).toEqual([[0.98, 'at least', 'aim']]);
  expect(reached(910)).toEqual([[0.91, 'at least', 'goal']]);
  expect(reached(800)).toEqual([[0.8, 'at least', 'neither']]);
});

const part = (name: string): string => `<!-- ${name}: begin -->\n<!-- ${name}: end -->\n`;

test('what was measured on demand has a part of its own, and none in that of the usual run', () => {
  const [usual] = scenarios;
  if (usual === undefined) throw new Error('there is one');
  const demanded = of('b5', reading('grown', 12));
  const all = [usual, { ...demanded, entry: { ...demanded.entry, onDemand: true as const } }];
  const both = { ...run, outcome: { ...run.outcome, scenarios: all } };
  const own = 'npm run bench -- --only b5';
  const empty = part('npm run bench') + part(own);
  const page = withDemanded(empty, both);
  expect(page.split(own)[1]).toMatch(/\| grown, ms +\| +1 \|/);
  expect(page).not.toContain('back again');
  expect(withDemanded(empty, run)).toBe(empty);
  expect(withRun(empty, both)).toContain('back again');
  expect(withRun(empty, both)).not.toContain('grown');
});

test('the page holds the last run between its markers and nothing of one before', () => {
  const empty = 'Before\n\n<!-- npm run bench: begin -->\n<!-- npm run bench: end -->\n\nAfter\n';
  const page = withRun(empty, run);
  expect(page).toContain(
    'One run on 2026-11-21, 31 minutes, 3 interleaved rounds, seed x: 300 transactions (900 events).',
  );
  expect(page).toMatch(/\| The tieout & co +\| +3 \| +300 ± 33 % \|/);
  expect(page).toMatch(/\| The streams & co +\| +0 \| +– \|/);
  expect(page).toMatch(/\| back again, ms +\| +3 \| +1,000 \| +900 \| +3,100 \|/);
  expect(page.startsWith('Before\n\n<!--')).toBe(true);
  expect(page.endsWith('<!-- npm run bench: end -->\n\nAfter\n')).toBe(true);
  expect(withRun(page, run)).toBe(page);
  expect(() => withRun('nothing', run)).toThrow('lacks');
});

test('the picture shows who was measured, the longest bar for the greatest value', () => {
  const svg = picture({ results, scenarios: [] });
  expect(svg).toContain('The tieout &amp; co');
  expect(svg).not.toContain('streams');
  const widths = [...svg.matchAll(/<rect class="(\w+)"[^>]* width="([\d.]+)"/g)].map(([, who, width]) => [
    who,
    width,
  ]);
  expect(widths.slice(0, 4)).toEqual([
    ['ours', '520.0'],
    ['peer', '173.3'],
    ['ours', '260.0'],
    ['peer', '520.0'],
  ]);
});

test('the picture shows how long those take whose latency was measured', () => {
  const what = committedAt('The jdbc & co', 20, 'p99');
  expect(picture({ results, scenarios })).not.toContain('p99');
  const svg = picture({ results, scenarios: [of('paced', reading(what, 123), reading(what, 125))] });
  expect(svg).toContain('p99 in ms');
  expect(svg).toContain('>124<');
});
