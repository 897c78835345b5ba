import { afterEach, describe, expect, it } from 'vitest';
import { LogWatch, type LogWatchOptions } from './log-watch.ts';

const watches: LogWatch[] = [];
afterEach(() => Promise.all(watches.splice(0).map((watch) => watch.stop())));

/** A watch whose rests last until the test, a hint or its stop ends them. */
function watchOver({ look, hinted = () => true }: Partial<LogWatchOptions> = {}) {
  const seen = { looks: 0, failures: [] as number[] };
  const rests: { readonly ms: number; readonly end: () => void }[] = [];
  const watching = new LogWatch({
    look: () => {
      seen.looks += 1;
      return look === undefined ? Promise.resolve(false) : look();
    },
    hinted,
    onFailure: (_, failures) => seen.failures.push(failures),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        rests.push({ ms, end: resolve });
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      }),
  });
  watches.push(watching);
  watching.start();
  /** How long it means to rest, the n-th time. */
  const rest = async (n: number): Promise<(typeof rests)[number]> => {
    await expect.poll(() => rests.length).toBeGreaterThanOrEqual(n);
    return rests[n - 1] ?? expect.fail('it does not rest');
  };
  return { watching, seen, rests, rest };
}

describe('a watch over the log', () => {
  it('looks once a second where hints come, and four times where none do', async () => {
    for (const [hinted, ms] of [
      [true, 950],
      [false, 200],
    ] as const) {
      const { rest, seen } = watchOver({ hinted: () => hinted });
      const first = await rest(1);
      expect(first.ms).toBe(50);
      first.end();
      const second = await rest(2);
      expect(second.ms).toBe(ms);
      second.end();
      await rest(3);
      expect(seen.looks).toBe(2);
    }
  });

  it('looks at once when hinted, but for the short rest that many hints share', async () => {
    const { watching, rest, seen } = watchOver();
    const short = await rest(1);
    watching.hint();
    watching.hint();
    expect(seen.looks).toBe(1);
    short.end();
    await rest(3);
    expect(seen.looks).toBe(2);
  });

  it('does not rest while there is more', async () => {
    let left = 200;
    const { rest, rests, seen } = watchOver({ look: () => Promise.resolve(--left > 0) });
    await rest(1);
    expect(seen.looks).toBe(200);
    expect(rests).toHaveLength(1);
  });

  it('tries again after a failure, ever later but every two seconds at least, and soon again once a look went well', async () => {
    let failing = 7;
    const { rest, rests, seen } = watchOver({
      look: () => (failing-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve(false)),
    });
    for (let n = 1; n <= 7; n++) (await rest(n)).end();
    await rest(8);
    expect(rests.map(({ ms }) => ms)).toEqual([200, 400, 800, 1_600, 2_000, 2_000, 2_000, 50]);
    expect(seen.failures).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
