import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8's old generation grow to five times what was alive before it is collected, where it would begin at once: the rows of a flush are alive for
 * just long enough to get there, so that it was marked from end to end after every other collection of the young one, which took a quarter of the
 * process (docs/PERFORMANCE.md). V8 reads the flag at each collection; `--max-old-space-size` bounds all of it as before.
 */
export function collectSeldom(): void {
  setFlagsFromString('--heap-growing-percent=400');
}
