import type { ChainHead, PerSource } from '@tieout/store';
import type { Checkpoint } from './checkpoint.ts';

/** What signed checkpoints say of one chain. */
export class TrustedChain {
  readonly #hashes = new Map<bigint, Buffer>();
  readonly #days = new Map<string, bigint>();
  #last: ChainHead = { seq: 0n, hash: Buffer.alloc(32) };
  #raw: PerSource<bigint> | null = null;

  add({ seq, hash, raw, days }: Checkpoint['chains'][string]): void {
    this.#last = { seq: BigInt(seq), hash: Buffer.from(hash, 'hex') };
    this.#hashes.set(this.#last.seq, this.#last.hash);
    this.#raw =
      raw === null
        ? null
        : { core: BigInt(raw.core), gateway: BigInt(raw.gateway), mobile: BigInt(raw.mobile) };
    for (const [day, end] of Object.entries(days)) this.#days.set(day, BigInt(end));
  }

  /** As of the newest checkpoint. */
  get last(): ChainHead {
    return this.#last;
  }

  /** Raw rows below these offsets held then. */
  get raw(): PerSource<bigint> | null {
    return this.#raw;
  }

  hashAt(seq: bigint): Buffer | undefined {
    return this.#hashes.get(seq);
  }

  /** The day that ended with this row, as far as was seen. */
  dayEndingWith(seq: bigint): string | undefined {
    return [...this.#days].find(([, end]) => end === seq)?.[0];
  }
}

/** By chain. @param checkpoints oldest first, their signatures looked at */
export function trustedChains(checkpoints: readonly Checkpoint[]): Map<string, TrustedChain> {
  const trusted = new Map<string, TrustedChain>();
  for (const { chains } of checkpoints) {
    for (const [chain, mark] of Object.entries(chains)) {
      let one = trusted.get(chain);
      if (one === undefined) trusted.set(chain, (one = new TrustedChain()));
      one.add(mark);
    }
  }
  return trusted;
}
