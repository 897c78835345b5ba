import type { ExportReading } from './export.ts';
import type { Reading } from './measure.ts';

const ms = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));
const big = (value: number): string => value.toLocaleString('en-US');

/** What each reading took on few results and on many; the first line is the head. */
export function readingLines(
  small: readonly Reading[],
  large: readonly Reading[],
  few: number,
  many: number,
): string[][] {
  return [
    [
      'What is asked',
      'rows',
      `p95 of ${big(few)}`,
      `p50 of ${big(many)}`,
      `p95 of ${big(many)}`,
      'p95 while writing',
      'found by',
    ],
    ...large.map((reading, index) => [
      reading.name,
      big(reading.rows),
      `${ms(small[index]?.p95 ?? Number.NaN)} ms`,
      `${ms(reading.p50)} ms`,
      `${ms(reading.p95)} ms`,
      `${ms(reading.p95Writing)} ms`,
      reading.plan.indexes.join(', '),
    ]),
  ];
}

/** What both exports took; the first line is the head. */
export function exportLines(exports: readonly ExportReading[]): string[][] {
  return [
    ['Export of everything', 'rows', 'seconds', 'MB', 'API’s memory before', 'and at most'],
    ...exports.map(({ name, rows, seconds, megabytes, rssBefore, rssAfter }) => [
      name,
      big(rows),
      seconds.toFixed(0),
      big(Math.round(megabytes)),
      `${(rssBefore / 1e6).toFixed(0)} MB`,
      `${(rssAfter / 1e6).toFixed(0)} MB`,
    ]),
  ];
}
