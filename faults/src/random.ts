import { createHash } from 'node:crypto';

/** Seeded, so that a run can be repeated as far as processes and servers let it. */
export class Random {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** At least `least`, less than `most`. */
  between(least: number, most: number): number {
    const digest = createHash('sha256')
      .update(`${this.#seed}/${this.#drawn++}`)
      .digest();
    return least + (digest.readUInt32BE(0) / 2 ** 32) * (most - least);
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.between(0, items.length))] ?? items[0];
  }
}
