/** How wide a column is, px. */
interface ColumnWidth {
  /** Narrower than this it cannot be read. */
  readonly least: number;
  /** What it takes where there is room. */
  readonly good: number;
  /** Its share of what is left over then; none: it stays as wide as is good. */
  readonly share?: number;
}

export interface Roomy {
  readonly width: ColumnWidth;
  /** Where there is not room for all, the greatest goes first; one without stays. */
  readonly givesWay?: number;
}

/** The same as in transaction-grid.css. */
const GAP_PX = 12;
const EDGES_PX = 32;

/** The columns there is room for in a list of this width, px, in their order. */
export function columnsInRoom<C extends Roomy>(columns: readonly C[], widthPx: number): readonly C[] {
  const needed = columns.reduce((sum, { width }) => sum + width.good + GAP_PX, EDGES_PX - GAP_PX);
  if (needed <= widthPx) return columns;
  const first = columns.reduce<C | undefined>(
    (most, column) => ((column.givesWay ?? 0) > (most?.givesWay ?? 0) ? column : most),
    undefined,
  );
  if (first === undefined) return columns;
  return columnsInRoom(
    columns.filter((column) => column !== first),
    widthPx,
  );
}

/** The row's grid: no track follows from what is in it, so that head and rows are the same. */
export function columnTemplate(columns: readonly Roomy[]): string {
  return columns
    .map(({ width: { least, good, share } }) => `minmax(${least}px, ${share ? `${share}fr` : `${good}px`})`)
    .join(' ');
}
