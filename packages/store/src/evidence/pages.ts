/**
 * Rows in pages, each asked for while the one before is being looked at. Short statements, so that nothing of the database is held back while
 * somebody reads for an hour; at most two pages are in memory.
 */
export class PagedRows<Row> {
  readonly #read: (after: Row | undefined) => Promise<readonly Row[]>;
  readonly #pageRows: number;
  #page: readonly Row[] = [];
  #at = 0;
  #next: Promise<readonly Row[]> | null;

  /** @param read the next page in order: fewer than `pageRows` rows are the last */
  constructor(pageRows: number, read: (after: Row | undefined) => Promise<readonly Row[]>) {
    this.#read = read;
    this.#pageRows = pageRows;
    this.#next = this.#ask(undefined);
  }

  /** The row to be taken next; undefined where `more` has to be asked first. */
  peek(): Row | undefined {
    return this.#page[this.#at];
  }

  take(): void {
    this.#at++;
  }

  /** To be called where `peek` has nothing: false at the end. */
  async more(): Promise<boolean> {
    if (this.#next === null) return false;
    this.#page = await this.#next;
    this.#at = 0;
    this.#next = this.#page.length < this.#pageRows ? null : this.#ask(this.#page.at(-1));
    return this.#page.length > 0;
  }

  #ask(after: Row | undefined): Promise<readonly Row[]> {
    const page = this.#read(after);
    // Whoever awaits it gets the error; it must not be unhandled until then.
    page.catch(() => {});
    return page;
  }
}
