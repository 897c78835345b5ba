import { BinaryWriter, type ArrayType } from './binary-writer.ts';

/**
 * Array parameters in binary: Postgres and this process each spend a tenth of the time they would on array literals. One
 * writer a column, each used again by the next flush.
 */
export class ArrayParameters {
  readonly #columns: BinaryWriter[] = [];

  /** @param write appends one row's value as a field */
  column<Row>(
    index: number,
    type: ArrayType,
    rows: readonly Row[],
    write: (to: BinaryWriter, row: Row) => void,
  ): Buffer {
    const to = (this.#columns[index] ??= new BinaryWriter(4096)).reset();
    to.array(type, rows.length);
    for (const row of rows) write(to, row);
    return to.bytes;
  }
}
