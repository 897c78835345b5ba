/** Says how far a run over many seeds is: one line that is rewritten on a terminal, else a line now and then. */
export class Progress {
  readonly #seeds: number;
  readonly #terminal: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly #now: () => number;
  readonly #startedAt: number;
  #shownAt: number;

  constructor(
    seeds: number,
    terminal: { readonly isTTY?: boolean; write(text: string): unknown },
    now: () => number,
  ) {
    this.#seeds = seeds;
    this.#terminal = terminal;
    this.#now = now;
    this.#startedAt = now();
    this.#shownAt = this.#startedAt;
  }

  show(done: number, failed: number): void {
    const { isTTY = false } = this.#terminal;
    const now = this.#now();
    if (now - this.#shownAt < (isTTY ? 100 : 10_000)) return;
    this.#shownAt = now;
    const seconds = (now - this.#startedAt) / 1000;
    const left = Math.ceil((seconds / done) * (this.#seeds - done));
    const line = `${done} of ${this.#seeds} seeds, ${failed} with violations, ${seconds.toFixed(0)} s, about ${left} s left`;
    this.#terminal.write(isTTY ? `\r\u001B[2K${line}` : `${line}\n`);
  }

  /** What is printed next starts on a line of its own. */
  clear(): void {
    if (this.#terminal.isTTY === true) this.#terminal.write('\r\u001B[2K');
  }
}
