/** Tells the person who waits: lines, and on a terminal a last line that is rewritten. */
export class Screen {
  readonly #print: (line: string) => void;
  readonly #terminal: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly #startedAt = performance.now();
  #saidAt = 0;
  #hasStatus = false;

  constructor(
    print: (line: string) => void,
    terminal: { readonly isTTY?: boolean; write(text: string): unknown },
  ) {
    this.#print = print;
    this.#terminal = terminal;
  }

  line(text: string): void {
    if (this.#hasStatus) this.#terminal.write(CLEAR);
    this.#hasStatus = false;
    this.#saidAt = performance.now();
    this.#print(`${this.#time()}  ${text}`);
  }

  /** How it goes right now: on a terminal at once, elsewhere now and then. */
  status(text: string): void {
    if (this.#terminal.isTTY === true) {
      this.#terminal.write(`${CLEAR}${this.#time()}  ${text}`);
      this.#hasStatus = true;
    } else if (performance.now() - this.#saidAt > SAY_AGAIN_MS) this.line(text);
  }

  #time(): string {
    return `${((performance.now() - this.#startedAt) / 1_000).toFixed(1)} s`.padStart(9);
  }
}

const CLEAR = '\r\u001B[2K';
const SAY_AGAIN_MS = 10_000;
