import { COMMANDS_MAX } from '@tieout/store';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bisection } from './bisection.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const limits = { ...DEFAULT_LIMITS, flushRecordsMax: 1_000, flushDueMax: 500 };

/** Flushes what waits until nothing does, refusing every attempt that holds a culprit; returns what was found guilty and the attempts made. */
function work(
  waiting: { records: string[]; due: string[]; commands: string[] },
  culprits: ReadonlySet<string>,
) {
  const bisection = new Bisection(limits);
  const found: string[] = [];
  const flushed: string[] = [];
  let { records, due, commands } = waiting;
  let attempts = 0;
  for (; records.length + due.length + commands.length > 0 && attempts < 500; attempts++) {
    const { recordsMax, dueMax, commandsMax } = bisection.next();
    const taken = [
      records.slice(0, recordsMax),
      due.slice(0, dueMax),
      commands.slice(0, commandsMax),
    ] as const;
    const some = taken.flat();
    if (some.some((one) => culprits.has(one) && !found.includes(one))) {
      const [inRecords, inDue, inCommands] = taken;
      const held = { records: inRecords.length, due: inDue.length, commands: inCommands.length };
      if (bisection.refused(held)) found.push(...some);
      continue;
    }
    flushed.push(...some);
    records = records.slice(recordsMax);
    due = due.slice(dueMax);
    commands = commands.slice(commandsMax);
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
        fc.nat(600),
        fc.array(fc.nat(2_600), { maxLength: 3 }),
        (records, due, commands, picks) => {
          const waiting = {
            records: names('r', records),
            due: names('d', due),
            commands: names('c', commands),
          };
          const everything = Object.values(waiting).flat();
          const culprits = new Set(picks.flatMap((pick) => everything[pick % everything.length] ?? []));
          const { found, flushed } = work(waiting, culprits);
          expect(new Set(found)).toEqual(culprits);
          expect(flushed.toSorted((a, b) => a.localeCompare(b))).toEqual(
            everything.toSorted((a, b) => a.localeCompare(b)),
          );
        },
      ),
    );
  });

  const full = { records: names('r', 1_000), due: names('d', 500), commands: names('c', COMMANDS_MAX) };

  it.each(['r617', 'd311', 'c77'])(
    'needs a few dozen attempts for one culprit in a full flush: %s',
    (culprit) => {
      expect(work(full, new Set([culprit])).attempts).toBeLessThan(50);
    },
  );

  it('takes whole flushes while nothing is refused', () => {
    expect(work(full, new Set()).attempts).toBe(1);
  });
});
