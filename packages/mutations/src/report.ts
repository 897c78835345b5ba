import { readFile, writeFile } from 'node:fs/promises';
import type { Trial } from './try-all.ts';

const HEAD = ['bug', 'what holds without it', 'caught by'] as const;

/**
 * Puts who caught which bug between the page's markers. A run of some bugs keeps what is told of the others, and drops those that are no more.
 *
 * @param all names of all bugs there are, in order
 * @throws Error where the page has no markers
 */
export function withTrials(
  page: string,
  command: string,
  trials: readonly Trial[],
  all: readonly string[],
): string {
  const [begin, end] = [`<!-- ${command}: begin -->`, `<!-- ${command}: end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the page lacks ${begin} or ${end}`);
  const told = new Map(page.slice(from, to).split('\n').flatMap(rowOf));
  for (const { mutation, caughtBy } of trials)
    told.set(mutation.name, [
      `\`${mutation.name}\``,
      mutation.breaks.replace(/^Breaks: /, ''),
      caughtBy ?? 'nobody',
    ]);
  const rows = all.flatMap((name) => {
    const row = told.get(name);
    return row === undefined ? [] : [row.map(escaped)];
  });
  return `${page.slice(0, from + begin.length)}\n\n${table(rows)}\n\n${page.slice(to)}`;
}

export async function writeTrials(
  path: string,
  command: string,
  trials: readonly Trial[],
  all: readonly string[],
): Promise<void> {
  await writeFile(path, withTrials(await readFile(path, 'utf8'), command, trials, all));
}

function rowOf(line: string): [name: string, cells: string[]][] {
  const cells = line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
  const name = /^`(.*)`$/.exec(cells[0] ?? '')?.[1];
  return name === undefined ? [] : [[name, cells]];
}

const escaped = (cell: string): string => cell.replaceAll('|', '\\|');

/** Laid out as the house's formatter does. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lay = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [lay(HEAD), lay(widths.map((width) => '-'.repeat(width))), ...rows.map(lay)].join('\n');
}
