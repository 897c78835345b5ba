import type { Figures } from '../measure/figures.ts';
import { median, spread } from '../measure/statistics.ts';
import type { EntryResult, ScenarioResult } from '../run.ts';
import type { Ratio } from './goals.ts';

const HEAD = [
  '',
  'runs',
  'events a second',
  'CPU s per million events',
  'of it own',
  'Postgres',
  'Redis',
  'Kafka',
  'peak RSS, MB',
] as const;

function cells({ entry, figures }: EntryResult): string[] {
  if (figures.length === 0) return [entry.title, '0', ...HEAD.slice(2).map(() => '–')];
  const of = (value: (one: Figures) => number): number => median(figures.map(value));
  const rates = figures.map(({ eventsPerSecond }) => eventsPerSecond);
  const plusMinus = figures.length > 1 ? ` ± ${Math.round(spread(rates) * 100)} %` : '';
  return [
    entry.title,
    String(figures.length),
    `${Math.round(median(rates)).toLocaleString('en-US')}${plusMinus}`,
    of(({ cpuPerMillion }) => cpuPerMillion.all).toFixed(1),
    of(({ cpuPerMillion }) => cpuPerMillion.own).toFixed(1),
    of(({ cpuPerMillion }) => cpuPerMillion.postgres).toFixed(1),
    of(({ cpuPerMillion }) => cpuPerMillion.redis).toFixed(1),
    of(({ cpuPerMillion }) => cpuPerMillion.kafka).toFixed(1),
    entry.kind === 'floor' ? '–' : (of(({ peakRssBytes }) => peakRssBytes) / 1e6).toFixed(0),
  ];
}

/** A line an entry, the head first. */
export function figuresTable(results: readonly EntryResult[]): string[][] {
  return [[...HEAD], ...results.map(cells)];
}

/** A line a ratio, the head first. */
export function ratiosTable(ratios: readonly Ratio[]): string[][] {
  return [
    ['medians', 'measured', 'in each round', 'goal', 'aim', 'reached'],
    ...ratios.map(({ title, ratio, rounds, kind, goal, aim, reached }) => {
      const sign = kind === 'at least' ? '≥' : '≤';
      const [least, best] = [goal, aim].map((bound) => `${sign} ${bound.toLocaleString('en-US')}`);
      const each = rounds.length > 1 ? rounds.map(measured).join(' · ') : '';
      return [title, measured(ratio), each, least ?? '', best ?? '', reached];
    }),
  ];
}

const measured = (ratio: number): string =>
  ratio < 100 ? ratio.toFixed(2) : Math.round(ratio).toLocaleString('en-US');

/** A line a reading, the head first. */
export function readingsTable(scenarios: readonly ScenarioResult[]): string[][] {
  const lines = scenarios.flatMap(({ figures }) =>
    (figures[0] ?? []).map(({ what, unit }) => {
      const seen = figures.flatMap((all) => all.filter((one) => one.what === what).map(({ value }) => value));
      return [
        `${what}, ${unit}`,
        String(seen.length),
        shown(median(seen)),
        shown(Math.min(...seen)),
        shown(Math.max(...seen)),
      ];
    }),
  );
  return [['', 'runs', 'median', 'least', 'greatest'], ...lines];
}

const shown = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
