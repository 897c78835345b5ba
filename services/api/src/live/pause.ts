/** Does `work` at once when asked, but not before `leastMs()` have gone by since the last time: who asks meanwhile is served then, all together. */
export class Pause {
  readonly #work: () => void;
  readonly #leastMs: () => number;
  #doneAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(leastMs: () => number, work: () => void) {
    this.#leastMs = leastMs;
    this.#work = work;
  }

  ask(): void {
    if (this.#timer !== undefined) return;
    const waitMs = this.#doneAt + this.#leastMs() - performance.now();
    if (waitMs <= 0) this.#do();
    else this.#timer = setTimeout(() => this.#do(), waitMs);
  }

  /** Nothing is done after it. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #do(): void {
    this.#timer = undefined;
    this.#doneAt = performance.now();
    this.#work();
  }
}
