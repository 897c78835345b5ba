/** Tells the person who waits: lines, and on a terminal a bar below them. */
export class Screen {
  readonly #terminal: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
  readonly #startedAt = performance.now();
  #saidAt = 0;
  #hasBar = false;

  constructor(terminal: {
    readonly isTTY?: boolean;
    readonly columns?: number;
    write(text: string): unknown;
  }) {
    this.#terminal = terminal;
  }

  line(text: string): void {
    if (this.#hasBar) this.#terminal.write(CLEAR);
    this.#hasBar = false;
    this.#saidAt = performance.now();
    this.#terminal.write(`${this.#time()}  ${text}\n`);
  }

  /** How far the work of this name is: on a terminal at once, elsewhere now and then. */
  progress(name: string, share: number): void {
    const text = `${bar(share)} ${name}`;
    if (this.#terminal.isTTY === true) {
      const line = `${this.#time()}  ${text}`;
      this.#terminal.write(CLEAR + line.slice(0, (this.#terminal.columns ?? 80) - 1));
      this.#hasBar = true;
    } else if (performance.now() - this.#saidAt > SAY_AGAIN_MS) this.line(text);
  }

  #time(): string {
    return `${((performance.now() - this.#startedAt) / 1_000).toFixed(0)} s`.padStart(7);
  }
}

const CLEAR = '\r\u001B[2K';
const SAY_AGAIN_MS = 10_000;
const WIDTH = 24;

function bar(share: number): string {
  const within = Math.min(1, Math.max(0, share));
  const full = Math.round(within * WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${String(Math.floor(within * 100)).padStart(3)} %`;
}
