import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { playwrightTally, sum, vitestTally } from './tally.ts';

async function report(content: unknown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'report.json');
  if (content !== undefined) await writeFile(path, JSON.stringify(content));
  return path;
}

test('a run’s own figures are counted', async () => {
  const vitest = await report({ numPassedTests: 12, numFailedTests: 2, success: false });
  expect(await vitestTally(vitest, 1)).toEqual({ passed: 12, failed: 2 });
  const playwright = await report({ stats: { expected: 5, flaky: 0, unexpected: 1 } });
  expect(await playwrightTally(playwright, 1)).toEqual({ passed: 5, failed: 1 });
});

test('a browser test that passed only at the second try has failed', async () => {
  const playwright = await report({ stats: { expected: 4, flaky: 1, unexpected: 0 } });
  expect(await playwrightTally(playwright, 0)).toEqual({ passed: 4, failed: 1 });
});

test('a run that broke outside its tests counts as a failure', async () => {
  const vitest = await report({ numPassedTests: 12, numFailedTests: 0, success: false });
  expect(await vitestTally(vitest, 1)).toEqual({ passed: 12, failed: 1 });
});

test('a run that left no report has failed, whatever its exit code says', async () => {
  expect(await vitestTally(await report(undefined), 0)).toEqual({ passed: 0, failed: 1 });
});

test('sections add up', () => {
  expect(
    sum([
      { passed: 1, failed: 2 },
      { passed: 10, failed: 0 },
    ]),
  ).toEqual({ passed: 11, failed: 2 });
});
