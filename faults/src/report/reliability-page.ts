import { readFile, writeFile } from 'node:fs/promises';
import { markdownTable, type Row } from './table.ts';

const BEGIN = '<!-- npm run faults: begin -->';
const END = '<!-- npm run faults: end -->';

/**
 * Puts the rows of this run in the place of those of the last, between the page's markers.
 *
 * @param order the names of all faults, as the table lists them
 * @throws Error where the page has no markers
 */
export function withTable(page: string, rows: readonly Row[], order: readonly string[]): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`the page lacks ${BEGIN} or ${END}`);
  const before = new Map(
    page
      .slice(begin, end)
      .split('\n')
      .flatMap((line): [string, string[]][] => {
        const [first = '', ...rest] = line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim());
        const name = /\(`([a-z0-9-]+)`\)$/.exec(first)?.[1];
        return name === undefined ? [] : [[name, [first, ...rest]]];
      }),
  );
  const table = markdownTable(rows, before, order);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`;
}

export async function writePage(path: string, rows: readonly Row[], order: readonly string[]): Promise<void> {
  await writeFile(path, withTable(await readFile(path, 'utf8'), rows, order));
}
