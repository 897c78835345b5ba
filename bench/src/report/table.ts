import type { Figures } from '../measure/figures.ts';
import { median, spread } from '../measure/statistics.ts';
import type { EntryResult } from '../run.ts';

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
    (of(({ peakRssBytes }) => peakRssBytes) / 1e6).toFixed(0),
  ];
}

/** For a terminal. */
export function plainTable(results: readonly EntryResult[]): string {
  const lines = [HEAD, ...results.map(cells)];
  const widths = widthsOf(lines, 0);
  return lines.map((line) => lay(line, widths, '  ').trimEnd()).join('\n');
}

const widthsOf = (lines: readonly (readonly string[])[], least: number): number[] =>
  HEAD.map((_, column) => Math.max(least, ...lines.map((line) => line[column]?.length ?? 0)));

const lay = (line: readonly string[], widths: readonly number[], between: string): string =>
  line
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
    .join(between);
