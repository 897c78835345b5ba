import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Outcome } from '../run.ts';
import { ratiosOf } from './goals.ts';
import { markdown } from './lay-out.ts';
import { machine } from './machine.ts';
import { picture } from './picture.ts';
import { withPart } from './page-part.ts';
import { figuresTable, ratiosTable, readingsTable } from './table.ts';

/** A run of everything, which the page is about. */
export interface WholeRun {
  readonly outcome: Outcome;
  readonly startedAt: Date;
  readonly minutes: number;
  readonly rounds: number;
  readonly seed: string;
}

const PICTURE = 'performance.svg';

/**
 * Puts what this run has shown in the place of what the last one had, between the page's markers.
 *
 * @throws Error where the page has no markers
 */
export function withRun(page: string, { outcome, startedAt, minutes, rounds, seed }: WholeRun): string {
  const { scenarios } = outcome;
  const usual = { ...outcome, scenarios: scenarios.filter(({ entry }) => entry.onDemand !== true) };
  const parts = [
    toldOf({ outcome, startedAt, minutes, rounds, seed }),
    `![Throughput, processor time, memory and latency beside the peers](${PICTURE})`,
    markdown(ratiosTable(ratiosOf(usual))),
    markdown(figuresTable(usual.results)),
    markdown(readingsTable(usual.scenarios)),
  ];
  return withPart(page, 'npm run bench', parts.join('\n\n'));
}

/** The same for each scenario that is measured on demand, if it was in this run: a part of the page each. */
export function withDemanded(page: string, run: WholeRun): string {
  const demanded = run.outcome.scenarios.filter(
    ({ entry, figures }) => entry.onDemand === true && figures.length > 0,
  );
  return demanded.reduce((sofar, scenario) => {
    const parts = [
      toldOf(run),
      ...tableOf(ratiosTable(ratiosOf({ results: [], scenarios: [scenario] }))),
      markdown(readingsTable([scenario])),
    ];
    return withPart(sofar, `npm run bench -- --only ${scenario.entry.name}`, parts.join('\n\n'));
  }, page);
}

const tableOf = (lines: readonly (readonly string[])[]): string[] =>
  lines.length > 1 ? [markdown(lines)] : [];

function toldOf({ outcome, startedAt, minutes, rounds, seed }: WholeRun): string {
  const { processors, model, memoryGb, kernel, node } = machine();
  const largest = Math.max(...outcome.datasets.map(({ transactions }) => transactions));
  const events = outcome.datasets.find(({ transactions }) => transactions === largest)?.events ?? 0;
  return `One run on ${startedAt.toISOString().slice(0, 10)}, ${minutes} minutes, ${rounds} interleaved rounds, seed ${seed}: ${largest.toLocaleString(
    'en-US',
  )} transactions (${events.toLocaleString('en-US')} events). The machine: ${processors} processors (${model}), ${memoryGb} GB, Linux ${kernel}, Node ${node.slice(
    1,
  )}. Medians; ± is half the range, as a share of the median.`;
}

/** Rewrites the page and draws its picture beside it. */
export async function writePage(path: string, run: WholeRun): Promise<void> {
  await writeFile(path, withRun(await readFile(path, 'utf8'), run));
  await writeFile(join(dirname(path), PICTURE), picture(run.outcome));
}

/** Rewrites the parts of the page that tell of what was measured on demand. */
export async function writeDemanded(path: string, run: WholeRun): Promise<void> {
  await writeFile(path, withDemanded(await readFile(path, 'utf8'), run));
}
