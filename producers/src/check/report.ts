import { REASONS, VERDICT_STATUSES } from '@tieout/core';
import type { PassedThrough, StoredVerdict } from '@tieout/store/reading';
import type { Difference } from './compare.ts';
import type { Expectation } from './expectation.ts';

const DIFFERENCES_SHOWN = 20;

/**
 * How often each status and reason was expected and found at the end, and in how many transactions it was ever shown. PENDING and PARTIAL are
 * only ever on the way, and RESOLVED takes people.
 */
export function table(
  expected: readonly Expectation[],
  stored: readonly StoredVerdict[],
  passedThrough: PassedThrough,
): string {
  const wanted = countWords(expected.map(({ truth }) => truth));
  const found = countWords(stored);
  const rows = [...VERDICT_STATUSES, ...REASONS].map((word) =>
    [wanted.get(word), found.get(word), passedThrough.get(word)]
      .map((count = 0) => count.toLocaleString('en-US').padStart(COLUMN))
      .reduce((line, cell) => line + cell, word.padEnd(COLUMN_WORD)),
  );
  const head = ['expected', 'found', 'ever shown'].map((title) => title.padStart(COLUMN)).join('');
  return [''.padEnd(COLUMN_WORD) + head, ...rows].join('\n');
}

const COLUMN = 12;
const COLUMN_WORD = 20;

function countWords(
  verdicts: readonly { readonly status: string; readonly reasons: readonly string[] }[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { status, reasons } of verdicts)
    for (const word of [status, ...reasons]) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** The first differences, one a line, and how many there are. */
export function differenceLines(differences: readonly Difference[]): string[] {
  const lines = differences
    .slice(0, DIFFERENCES_SHOWN)
    .map(({ where, what, expected, found }) => `${where}: ${what}: expected ${expected}, found ${found}`);
  const hidden = differences.length - lines.length;
  return hidden > 0 ? [...lines, `… and ${hidden.toLocaleString('en-US')} more`] : lines;
}
