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
  const { processors, model, memoryGb, kernel, node } = machine();
  const largest = Math.max(...outcome.datasets.map(({ transactions }) => transactions));
  const events = outcome.datasets.find(({ transactions }) => transactions === largest)?.events ?? 0;
  const told = `One run on ${startedAt.toISOString().slice(0, 10)}, ${minutes} minutes, ${rounds} interleaved rounds, seed ${seed}: ${largest.toLocaleString(
    'en-US',
  )} transactions (${events.toLocaleString('en-US')} events). The machine: ${processors} processors (${model}), ${memoryGb} GB, Linux ${kernel}, Node ${node.slice(
    1,
  )}. Medians; ± is half the range, as a share of the median.`;
  const parts = [
    told,
    `![Throughput, processor time and memory beside the peers](${PICTURE})`,
    markdown(ratiosTable(ratiosOf(outcome))),
    markdown(figuresTable(outcome.results)),
    markdown(readingsTable(outcome.scenarios)),
  ];
  return withPart(page, 'npm run bench', parts.join('\n\n'));
}

/** Rewrites the page and draws its picture beside it. */
export async function writePage(path: string, run: WholeRun): Promise<void> {
  await writeFile(path, withRun(await readFile(path, 'utf8'), run));
  await writeFile(join(dirname(path), PICTURE), picture(run.outcome.results));
}
