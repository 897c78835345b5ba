/** Lines of cells, the first column to the left and the others to the right, for a terminal. */
export function plain(lines: readonly (readonly string[])[]): string {
  const widths = widthsOf(lines, 0);
  return lines.map((line) => row(line, widths, '  ').trimEnd()).join('\n');
}

/** The same for a page, laid out as the house's formatter does; the first line is the head. */
export function markdown(lines: readonly (readonly string[])[]): string {
  const [head = [], ...body] = lines;
  const widths = widthsOf(lines, 3);
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [head, rule, ...body].map((line) => `| ${row(line, widths, ' | ')} |`).join('\n');
}

const widthsOf = (lines: readonly (readonly string[])[], least: number): number[] =>
  (lines[0] ?? []).map((_, column) => Math.max(least, ...lines.map((line) => line[column]?.length ?? 0)));

const row = (line: readonly string[], widths: readonly number[], between: string): string =>
  line
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
    .join(between);
