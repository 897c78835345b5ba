/**
 * Which columns of a list somebody wants to see and in which order: "severity,id,risk", as it stands in the address and in what a browser keeps.
 * Everything takes the list's own columns, in its own order.
 */
interface Identified {
  readonly id: string;
  /** Cannot be hidden. */
  readonly fixed?: true;
}

/** The columns that were chosen. What nobody knows is dropped; a fixed one that is not named stands where the list has it. */
export function chosenColumns<C extends Identified>(
  all: readonly C[],
  choice: string | undefined,
): readonly C[] {
  if (choice === undefined) return all;
  const named = [...new Set(choice.split(','))].flatMap((id) => all.find((column) => column.id === id) ?? []);
  if (named.length === 0) return all;
  const unnamed = all.filter((column) => column.fixed === true && !named.includes(column));
  return unnamed.reduce<readonly C[]>(
    (shown, column) => shown.toSpliced(all.indexOf(column), 0, column),
    named,
  );
}

/** What is written down of these; undefined where they are the list's own. */
export function choiceOf<C extends Identified>(all: readonly C[], shown: readonly C[]): string | undefined {
  const text = idsOf(shown);
  return text === idsOf(all) ? undefined : text;
}

/** Hides the column, or shows it again behind the one it follows in the list's own order. */
export function toggledColumn<C extends Identified>(
  all: readonly C[],
  shown: readonly C[],
  column: C,
): readonly C[] {
  if (shown.includes(column)) return column.fixed === true ? shown : shown.filter((one) => one !== column);
  const before = all.slice(0, all.indexOf(column)).findLast((one) => shown.includes(one));
  return shown.toSpliced(before === undefined ? 0 : shown.indexOf(before) + 1, 0, column);
}

/** The column one place nearer to the beginning, or to the end. */
export function movedColumn<C extends Identified>(shown: readonly C[], column: C, by: -1 | 1): readonly C[] {
  const from = shown.indexOf(column);
  const to = from + by;
  if (from < 0 || to < 0 || to >= shown.length) return shown;
  return shown.toSpliced(from, 1).toSpliced(to, 0, column);
}

function idsOf(columns: readonly Identified[]): string {
  return columns.map(({ id }) => id).join(',');
}
