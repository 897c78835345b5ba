import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { readIfThere } from '../state/files.ts';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const vitestReport = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), success: z.boolean() });
const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), flaky: z.int(), unexpected: z.int() }),
});

/** Reads and deletes what vitest's JSON reporter wrote. A run that broke without a failed test counts as one failure. */
export async function vitestTally(report: string, exitCode: number): Promise<Tally> {
  const found = vitestReport.safeParse(await takeJson(report));
  if (!found.success) return broken(exitCode);
  return atLeastOneFailure(
    { passed: found.data.numPassedTests, failed: found.data.numFailedTests },
    exitCode,
  );
}

/** The same for Playwright. A flaky test is a failed one: nothing here is retried into green. */
export async function playwrightTally(report: string, exitCode: number): Promise<Tally> {
  const found = playwrightReport.safeParse(await takeJson(report));
  if (!found.success) return broken(exitCode);
  const { expected, flaky, unexpected } = found.data.stats;
  return atLeastOneFailure({ passed: expected, failed: unexpected + flaky }, exitCode);
}

/** A check has no tests of its own: it is one. */
export function checkTally(exitCode: number): Tally {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, tally) => total + tally.passed, 0),
    failed: tallies.reduce((total, tally) => total + tally.failed, 0),
  };
}

/** A run that says all is well but tested nothing is not well. */
function broken(exitCode: number): Tally {
  return atLeastOneFailure({ passed: 0, failed: 0 }, exitCode === 0 ? 1 : exitCode);
}

function atLeastOneFailure(tally: Tally, exitCode: number): Tally {
  return exitCode === 0 || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

async function takeJson(path: string): Promise<unknown> {
  const text = await readIfThere(path);
  await rm(path, { force: true });
  return text === undefined ? undefined : JSON.parse(text);
}
