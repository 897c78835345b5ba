import { readFile, writeFile } from 'node:fs/promises';
import { markdownTable, type Row } from './table.ts';

/** One run of all faults. */
export interface WholeRun {
  readonly rows: readonly Row[];
  readonly seed: string;
  readonly startedAt: Date;
  readonly minutes: number;
}

const BEGIN = '<!-- npm run faults: begin -->';
const END = '<!-- npm run faults: end -->';

/**
 * Puts what this run has shown in the place of what the last one had, between the page's markers.
 *
 * @throws Error where the page has no markers
 */
export function withRun(page: string, { rows, seed, startedAt, minutes }: WholeRun): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`the page lacks ${BEGIN} or ${END}`);
  const transactions = rows.reduce((sum, row) => sum + row.transactions, 0).toLocaleString('en-US');
  const day = startedAt.toISOString().slice(0, 10);
  const told = `One run of all, on ${day}, with seed ${seed}: ${transactions} transactions in ${minutes} minutes.`;
  return `${page.slice(0, begin + BEGIN.length)}\n\n${told}\n\n${markdownTable(rows)}\n\n${page.slice(end)}`;
}

export async function writePage(path: string, run: WholeRun): Promise<void> {
  await writeFile(path, withRun(await readFile(path, 'utf8'), run));
}
