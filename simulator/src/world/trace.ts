import { createHash } from 'node:crypto';

/** What happened, in order: to be read where a run went wrong, and hashed to tell whether two runs went the same way. */
export class Trace {
  readonly #lines: [at: number, who: string, what: string | (() => string)][] = [];
  readonly #startAt: number;

  constructor(startAt: number) {
    this.#startAt = startAt;
  }

  /** @param what words, or how to find them: most traces are never read */
  add(at: number, who: string, what: string | (() => string)): void {
    this.#lines.push([at, who, what]);
  }

  hash(): string {
    return createHash('sha256').update(this.lines().join('\n')).digest('hex');
  }

  /** Seconds since the start, who, what. */
  lines(): string[] {
    const width = Math.max(...this.#lines.map(([, who]) => who.length), 0);
    return this.#lines.map(
      ([at, who, what]) =>
        `${((at - this.#startAt) / 1000).toFixed(3).padStart(9)}  ${who.padEnd(width)}  ${typeof what === 'string' ? what : what()}`,
    );
  }
}
