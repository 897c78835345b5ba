import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { vitestProgram, type Workshop } from './workshop.ts';

/** How a check ended on the copy. `broken`: it did not even run, so that nothing is proved. */
export interface CheckRun {
  readonly verdict: 'passed' | 'failed' | 'broken';
  /** Of a failure what failed first. */
  readonly detail: string;
  /** The same for a page: in words that stay the same while the same check notices. */
  readonly caughtBy: string | null;
}

/** Something that must notice a mutation. */
export interface Check {
  readonly name: string;
  run(workshop: Workshop): Promise<CheckRun>;
}

/** The unit tests of some packages, up to the first that fails. */
export function unitTests(packages: readonly string[], limitMs: number): Check {
  return {
    name: 'unit tests',
    async run(workshop) {
      const report = join(workshop.root, 'report.json');
      await rm(report, { force: true });
      const options = ['--maxWorkers=1', '--bail=1', '--reporter=json', `--outputFile=${report}`];
      const { code, output } = await workshop.node(
        [
          vitestProgram(workshop.root),
          'run',
          '--root',
          workshop.root,
          '--project',
          'unit',
          '--no-isolate',
          ...options,
          ...packages,
        ],
        limitMs,
      );
      if (code === 0) return passed('no test failed');
      if (code === null) return timedOut('unit tests', limitMs);
      // Where a file could not even be loaded no test has failed, and nothing is proved.
      const failed = existsSync(report)
        ? firstFailure(JSON.parse(await readFile(report, 'utf8')))
        : undefined;
      return failed === undefined
        ? broken(`no test ran: ${output.slice(-2000)}`)
        : { verdict: 'failed', detail: failed, caughtBy: `test: ${failed}` };
    },
  };
}

/** The full name of the first failed test anywhere in vitest's JSON report. */
function firstFailure(report: unknown): string | undefined {
  if (typeof report !== 'object' || report === null) return undefined;
  if ('status' in report && report.status === 'failed' && 'fullName' in report)
    return String(report.fullName);
  for (const part of Object.values(report)) {
    const found = firstFailure(part);
    if (found) return found;
  }
  return undefined;
}

/** Simulated worlds, up to the first in which something is wrong. */
export function simulatedWorlds(seeds: number, limitMs: number): Check {
  return {
    name: 'simulator',
    async run(workshop) {
      const program = ['--conditions=@tieout/source', 'simulator/src/main.ts'];
      const { code, output } = await workshop.node([...program, '--seeds', String(seeds), '--stop'], limitMs);
      if (code === 0) return passed(`${seeds} seeds without a violation`);
      if (code === null) return timedOut('simulator', limitMs);
      const [, seed, invariant, where, what] =
        /^Seed (\d+): .*\n\n(\w+): .*\n {2}(.*)\n {4}(.*)$/m.exec(output) ?? [];
      if (seed === undefined) return broken(`no world ran: ${output.slice(-2000)}`);
      const invariants = Array.from(output.matchAll(/^(\w+): .* Not so:$/gm), ([, name = '']) => name);
      return {
        verdict: 'failed',
        detail: `seed ${seed}: ${invariant} ${where}: ${what}`,
        caughtBy: `simulator: ${invariants.join(', ')} at seed ${seed}`,
      };
    },
  };
}

function passed(detail: string): CheckRun {
  return { verdict: 'passed', detail, caughtBy: null };
}

function broken(detail: string): CheckRun {
  return { verdict: 'broken', detail, caughtBy: null };
}

/** An endless loop is noticed too. */
function timedOut(name: string, limitMs: number): CheckRun {
  const detail = `the time limit of ${limitMs / 1000} s`;
  return { verdict: 'failed', detail, caughtBy: `${name}: ${detail}` };
}
