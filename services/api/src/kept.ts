/** What was read, kept for a while for everybody who asks. */
export interface Kept<Key, Value> {
  get(key: Key): Promise<Value>;
}

interface Options {
  /** An answer is kept for at least this long. */
  readonly atLeastMs: number;
  /** Answers kept at a time; the one asked for longest ago goes first. */
  readonly entriesMax: number;
}

/** Kept for 20 times as long as it took, an answer uses at most a twentieth of one connection, however many ask. */
const KEEP_PER_COST = 20;

interface Entry<Value> {
  readonly answer: Promise<Value>;
  staleAt: number;
  /** Until then a stale answer is better than waiting for the next. */
  uselessAt: number;
  renewed: boolean;
}

/**
 * Reads each key at most once at a time, and the more rarely the longer it takes. One that is asked for all the time is renewed behind the answer that
 * was there: nobody waits for it. A failure is told to whoever waits for it; the next one asks again.
 */
export function keep<Key extends string, Value>(
  { atLeastMs, entriesMax }: Options,
  read: (key: Key) => Promise<Value>,
): Kept<Key, Value> {
  const entries = new Map<Key, Entry<Value>>();

  const ask = (key: Key, onFailure: () => void): Entry<Value> => {
    const askedAt = Date.now();
    const entry: Entry<Value> = {
      answer: read(key),
      staleAt: Number.POSITIVE_INFINITY,
      uselessAt: Number.POSITIVE_INFINITY,
      renewed: false,
    };
    entry.answer
      .then(() => {
        const now = Date.now();
        const keptMs = Math.max(atLeastMs, (now - askedAt) * KEEP_PER_COST);
        entry.staleAt = now + keptMs;
        entry.uselessAt = entry.staleAt + keptMs;
        return null;
      })
      .catch(onFailure);
    return entry;
  };

  const askFirst = (key: Key): Entry<Value> => {
    const entry = ask(key, () => {
      if (entries.get(key) === entry) entries.delete(key);
    });
    return entry;
  };

  const renew = (key: Key, known: Entry<Value>): void => {
    known.renewed = true;
    const next = ask(key, () => (known.renewed = false));
    void next.answer.then(
      () => entries.get(key) === known && entries.set(key, next),
      () => null, // told above: the known one is renewed again
    );
  };

  return {
    get(key) {
      const now = Date.now();
      let entry = entries.get(key);
      if (entry === undefined || now >= entry.uselessAt) entry = askFirst(key);
      else if (now >= entry.staleAt && !entry.renewed) renew(key, entry);
      entries.delete(key);
      entries.set(key, entry);
      const [oldest] = entries.keys();
      if (entries.size > entriesMax && oldest !== undefined) entries.delete(oldest);
      return entry.answer;
    },
  };
}
