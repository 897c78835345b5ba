import { REASONS, VERDICT_STATUSES } from '@tieout/core';
import type { PassedThrough, StoredVerdict } from '@tieout/store/reading';
import type { Difference } from './compare.ts';
import type { Expectation } from './expectation.ts';

const DIFFERENCES_SHOWN = 20;

/** How many differences there are, and the first of them: where nothing is right there are more than fit in memory. */
export class Differences {
  readonly #first: Difference[] = [];
  #count = 0;

  get first(): readonly Difference[] {
    return this.#first;
  }

  get count(): number {
    return this.#count;
  }

  add(more: readonly Difference[]): void {
    this.#first.push(...more.slice(0, DIFFERENCES_SHOWN - this.#first.length));
    this.#count += more.length;
  }

  /** Those of another, behind these. */
  append({ first, count }: { readonly first: readonly Difference[]; readonly count: number }): void {
    this.add(first);
    this.#count += count - first.length;
  }

  /** The first, one a line, and how many more there are. */
  lines(): string[] {
    const lines = this.#first.map(
      ({ where, what, expected, found }) => `${where}: ${what}: expected ${expected}, found ${found}`,
    );
    const hidden = this.#count - lines.length;
    return hidden > 0 ? [...lines, `… and ${hidden.toLocaleString('en-US')} more`] : lines;
  }
}

const COLUMN = 12;
const COLUMN_WORD = 20;

/**
 * How often each status and reason was expected and found at the end, and in how many transactions it was ever shown. PENDING and PARTIAL are
 * only ever on the way, and RESOLVED takes people.
 */
export class Tally {
  readonly #expected = new Map<string, number>();
  readonly #found = new Map<string, number>();
  readonly #everShown = new Map<string, number>();

  expect(expected: readonly Expectation[]): void {
    for (const { truth } of expected) countWords(this.#expected, truth);
  }

  find(stored: readonly StoredVerdict[]): void {
    for (const row of stored) countWords(this.#found, row);
  }

  pass(passedThrough: PassedThrough): void {
    for (const [word, transactions] of passedThrough) add(this.#everShown, word, transactions);
  }

  table(): string {
    const rows = [...VERDICT_STATUSES, ...REASONS].map((word) =>
      [this.#expected, this.#found, this.#everShown]
        .map((counts) => (counts.get(word) ?? 0).toLocaleString('en-US').padStart(COLUMN))
        .reduce((line, cell) => line + cell, word.padEnd(COLUMN_WORD)),
    );
    const head = ['expected', 'found', 'ever shown'].map((title) => title.padStart(COLUMN)).join('');
    return [''.padEnd(COLUMN_WORD) + head, ...rows].join('\n');
  }
}

function countWords(
  counts: Map<string, number>,
  { status, reasons }: { readonly status: string; readonly reasons: readonly string[] },
): void {
  for (const word of [status, ...reasons]) add(counts, word, 1);
}

function add(counts: Map<string, number>, word: string, times: number): void {
  counts.set(word, (counts.get(word) ?? 0) + times);
}
