import { type Answer, type BenchRecord, paymentAt } from './payments.ts';

/** Payments whose events are mixed with each other: what arrives together spans this many transactions. */
const BLOCK = 5_000;

export interface Block {
  /** In the order of arrival. */
  readonly records: readonly BenchRecord[];
  readonly answers: readonly Answer[];
}

/** The data set in the order in which its events arrive, block by block: shuffled within each. The same for the same seed. */
export function* arrivals(seed: string, transactions: number, block = BLOCK): Generator<Block> {
  for (let from = 0; from < transactions; from += block) {
    const count = Math.min(block, transactions - from);
    const payments = Array.from({ length: count }, (_, index) => paymentAt(seed, from + index));
    const records = payments.flatMap((payment) => payment.records);
    shuffle(records, from + 1);
    yield { records, answers: payments.map(({ answer }) => answer) };
  }
}

/** Fisher and Yates, with the multiplicative generator of Park and Miller: the order matters, its randomness hardly. */
function shuffle(items: BenchRecord[], seed: number): void {
  let state = (seed % 2_147_483_646) + 1;
  for (let last = items.length - 1; last > 0; last--) {
    state = (state * 48_271) % 2_147_483_647;
    const other = state % (last + 1);
    const [a, b] = [items[last], items[other]];
    if (a === undefined || b === undefined) throw new Error('shuffled past the end');
    items[last] = b;
    items[other] = a;
  }
}
