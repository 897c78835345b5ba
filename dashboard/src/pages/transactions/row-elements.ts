/**
 * Which of a list's elements shows which row. A row keeps its element as long as it is drawn, so focus and hover stay with it; the element
 * of a row that is gone serves a new one. Making 30 rows anew four times a second took half of every second's frames; changing what 30
 * elements say does not.
 */
export class RowElements {
  #elementOf = new Map<string, number>();
  #made = 0;

  /**
   * The key of the element for each of these rows. `focused` is the row that last had the focus: once it is gone its element goes too,
   * because focus must never find itself on another row. The same rows asked for again give the same keys.
   */
  keysOf(rows: readonly string[], focused: string | null): readonly number[] {
    const drawn = new Set(rows);
    const free: number[] = [];
    for (const [row, element] of this.#elementOf) if (!drawn.has(row) && row !== focused) free.push(element);
    // In the order they stand in the document, so that as few as possible have to move there.
    free.reverse();
    this.#elementOf = new Map(
      rows.map((row) => [row, this.#elementOf.get(row) ?? free.pop() ?? this.#made++]),
    );
    return [...this.#elementOf.values()];
  }
}
