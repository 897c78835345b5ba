import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bisection } from './bisection.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const limits = { ...DEFAULT_LIMITS, flushRecordsMax: 1_000, flushDueMax: 500 };

/** Flushes a queue until it is empty, refusing every attempt that holds a culprit; returns what was found guilty and the attempts made. */
function work(records: string[], due: string[], culprits: ReadonlySet<string>) {
  const bisection = new Bisection(limits);
  const found: string[] = [];
  const flushed: string[] = [];
  let queue = records;
  let deadlines = due;
  let attempts = 0;
  for (; queue.length + deadlines.length > 0 && attempts < 500; attempts++) {
    const { recordsMax, dueMax } = bisection.next();
    const some = [...queue.slice(0, recordsMax), ...deadlines.slice(0, dueMax)];
    if (some.some((one) => culprits.has(one) && !found.includes(one))) {
      const held = {
        records: Math.min(recordsMax, queue.length),
        due: Math.min(dueMax, deadlines.length),
      };
      if (bisection.refused(held)) found.push(...some);
      continue;
    }
    flushed.push(...some);
    queue = queue.slice(recordsMax);
    deadlines = deadlines.slice(dueMax);
    bisection.passed();
  }
  return { found, flushed, attempts };
}

const names = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${kind}${index}`);

describe('bisection', () => {
  it('finds exactly the culprits, wherever they are, and flushes everything else', () => {
    fc.assert(
      fc.property(
        fc.nat(1_500),
        fc.nat(600),
        fc.array(fc.nat(2_000), { maxLength: 3 }),
        (records, due, picks) => {
          const queue = names('r', records);
          const deadlines = names('d', due);
          const everything = [...queue, ...deadlines];
          const culprits = new Set(picks.flatMap((pick) => everything[pick % everything.length] ?? []));
          const { found, flushed } = work(queue, deadlines, culprits);
          expect(new Set(found)).toEqual(culprits);
          expect(flushed.toSorted((a, b) => a.localeCompare(b))).toEqual(
            everything.toSorted((a, b) => a.localeCompare(b)),
          );
        },
      ),
    );
  });

  it('needs a few dozen attempts for one culprit in a full flush', () => {
    const { attempts } = work(names('r', 1_000), names('d', 500), new Set(['r617']));
    expect(attempts).toBeLessThan(50);
  });

  it('takes whole flushes while nothing is refused', () => {
    expect(work(names('r', 1_000), names('d', 500), new Set()).attempts).toBe(1);
  });
});
