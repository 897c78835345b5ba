const STEPS = [1, 1.5, 2, 3, 5, 7];

/** Upper bounds, ms, about half as much again from one to the next: 10 ms to a week. Round, so that "95 % within 1.5 s" can be said as it is. */
const BOUNDS: readonly number[] = [10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].flatMap((decade) =>
  STEPS.map((step) => step * decade),
);
const LAST = BOUNDS.length - 1;

/** The bucket a time falls into, named by its upper bound in ms. What is longer than the last bound is kept under it. */
export function timeBucket(ms: number): string {
  let low = 0;
  let high = LAST;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ms <= (BOUNDS[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return String(BOUNDS[low]);
}

/**
 * The bound within which at least this share of the counted times lies, ms; null where none were counted.
 *
 * @param counts by bucket
 * @param share above 0, at most 1
 */
export function withinMs(counts: ReadonlyMap<string, number>, share: number): number | null {
  const sorted = [...counts]
    .map(([bucket, count]) => ({ bound: Number(bucket), count }))
    .toSorted((a, b) => a.bound - b.bound);
  const wanted = share * sorted.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { bound, count } of sorted) {
    seen += count;
    if (count > 0 && seen >= wanted) return bound;
  }
  return null;
}
