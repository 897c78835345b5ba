/** How one fault ended. */
export interface Row {
  readonly name: string;
  readonly title: string;
  readonly transactions: number;
  readonly times: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wrong: number;
  readonly firstCommitMs: number;
  readonly zeroLagMs: number;
  readonly notes: readonly string[];
}

const HEAD = [
  'fault',
  'transactions',
  'times',
  'lost',
  'doubled',
  'wrong',
  'first commit',
  'zero lag',
  'seen besides',
] as const;

function cells(row: Row): string[] {
  return [
    `${row.title} (\`${row.name}\`)`,
    row.transactions.toLocaleString('en-US'),
    String(row.times),
    String(row.lost),
    String(row.doubled),
    String(row.wrong),
    seconds(row.firstCommitMs),
    seconds(row.zeroLagMs),
    row.notes.join('; '),
  ];
}

/** For a terminal: names instead of titles, aligned. */
export function plainTable(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map((row) => [row.name, ...cells(row).slice(1)])];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, column, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** For a page, laid out as the house's formatter does. */
export function markdownTable(rows: readonly Row[]): string {
  const body = rows.map(cells);
  const widths = HEAD.map((title, column) =>
    Math.max(3, title.length, ...body.map((line) => line[column]?.length ?? 0)),
  );
  const lay = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => pad(cell, column, widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [lay(HEAD), `| ${rule.join(' | ')} |`, ...body.map(lay)].join('\n');
}

const isText = (column: number): boolean => column === 0 || column === HEAD.length - 1;
const pad = (cell: string, column: number, width: number): string =>
  isText(column) ? cell.padEnd(width) : cell.padStart(width);

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
