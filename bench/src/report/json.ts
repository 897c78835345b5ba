import { median, spread } from '../measure/statistics.ts';
import type { Outcome } from '../run.ts';
import { ratiosOf } from './goals.ts';
import { machine } from './machine.ts';

export interface Told {
  readonly outcome: Outcome;
  readonly startedAt: Date;
  readonly seed: string;
}

/** All figures of a run, for programs. */
export function jsonOf({ outcome, startedAt, seed }: Told): string {
  const entries = outcome.results.map(({ entry, figures, failures }) => ({
    name: entry.name,
    title: entry.title,
    kind: entry.kind,
    share: entry.share,
    ...(figures.length === 0
      ? {}
      : {
          medianEventsPerSecond: median(figures.map(({ eventsPerSecond }) => eventsPerSecond)),
          spread: spread(figures.map(({ eventsPerSecond }) => eventsPerSecond)),
        }),
    figures,
    failures,
  }));
  const scenarios = outcome.scenarios.map(({ entry, figures, failures }) => ({
    name: entry.name,
    title: entry.title,
    figures,
    failures,
  }));
  return `${JSON.stringify({ startedAt, seed, machine: machine(), datasets: outcome.datasets, ratios: ratiosOf(outcome), entries, scenarios }, null, 2)}\n`;
}
