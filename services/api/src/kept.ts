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
}

/** Reads each key at most once at a time, and the more rarely the longer it takes. A failure is told to whoever waits for it; the next one asks again. */
export function keep<Key extends string, Value>(
  { atLeastMs, entriesMax }: Options,
  read: (key: Key) => Promise<Value>,
): Kept<Key, Value> {
  const entries = new Map<Key, Entry<Value>>();

  const ask = (key: Key): Entry<Value> => {
    const askedAt = Date.now();
    const entry: Entry<Value> = { answer: read(key), staleAt: Number.POSITIVE_INFINITY };
    entry.answer
      .then(() => {
        const now = Date.now();
        entry.staleAt = now + Math.max(atLeastMs, (now - askedAt) * KEEP_PER_COST);
        return null;
      })
      .catch(() => {
        if (entries.get(key) === entry) entries.delete(key);
      });
    return entry;
  };

  return {
    get(key) {
      const known = entries.get(key);
      const entry = known !== undefined && Date.now() < known.staleAt ? known : ask(key);
      entries.delete(key);
      entries.set(key, entry);
      const [oldest] = entries.keys();
      if (entries.size > entriesMax && oldest !== undefined) entries.delete(oldest);
      return entry.answer;
    },
  };
}
