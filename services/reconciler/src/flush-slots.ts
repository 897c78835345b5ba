/**
 * How many lanes may flush at once. A lane takes its records only once it has a slot, so that what arrives while it waits goes into the same flush:
 * fewer, larger ones, and less of them in memory. First come, first served.
 */
export class FlushSlots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
