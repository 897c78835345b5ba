import { readOpenBreaks, type OpenBreaks, type Reader } from '@tieout/store/reading';

interface CountedBreaks {
  readonly open: OpenBreaks;
  /** When they were counted, ms. */
  readonly at: number;
}

export interface OpenBreaksKeeper {
  get(): Promise<CountedBreaks>;
}

const KEEP_MIN_MS = 2_000;
/** Counting reads every result row. Kept for 20 times as long as it took, it uses at most a twentieth of one connection. */
const KEEP_PER_COST = 20;

/** Counts open breaks at most once at a time, however many people ask, and the more rarely the longer it takes. */
export function keepOpenBreaks(reader: Reader): OpenBreaksKeeper {
  let counted: Promise<CountedBreaks> | null = null;
  let staleAt = 0;
  const count = async (): Promise<CountedBreaks> => {
    const at = Date.now();
    const open = await readOpenBreaks(reader);
    staleAt = Date.now() + Math.max(KEEP_MIN_MS, (Date.now() - at) * KEEP_PER_COST);
    return { open, at };
  };
  return {
    get() {
      if (counted === null || Date.now() >= staleAt) {
        staleAt = Number.POSITIVE_INFINITY;
        counted = count();
        counted.catch(() => (counted = null)); // told to whoever waits for it; the next one asks again
      }
      return counted;
    },
  };
}
