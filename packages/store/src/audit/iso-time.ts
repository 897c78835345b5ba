/** `.000Z` to `.999Z`. */
const MILLISECONDS = Array.from({ length: 1000 }, (_, ms) => `.${String(ms).padStart(3, '0')}Z`);

const SLOTS = 1024;
const seconds = new Float64Array(SLOTS).fill(NaN);
const texts: string[] = Array.from({ length: SLOTS }, () => '');

/**
 * What `Date.prototype.toISOString` says of a whole number of milliseconds. Times in a flush lie close together, so their text up to the second is
 * kept: a twentieth of the cost, of which a flush pays fifteen a transaction.
 *
 * @throws RangeError where it is no time
 */
export function isoTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  const slot = second & (SLOTS - 1);
  if (seconds[slot] !== second) {
    texts[slot] = new Date(second * 1000).toISOString().slice(0, -5);
    seconds[slot] = second;
  }
  return `${texts[slot]}${MILLISECONDS[ms - second * 1000]}`;
}
