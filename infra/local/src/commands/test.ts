import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Surroundings } from '../env.ts';
import { LauncherError } from '../launcher-error.ts';
import { type SectionName, sections } from '../testing/sections.ts';
import { sum, type Tally } from '../testing/tally.ts';
import { explain } from './launch.ts';

export const SECTIONS = [
  'checks',
  'unit',
  'simulation',
  'integration',
  'bench',
  'browser',
] as const satisfies SectionName[];

/** Minutes long: run where it is asked for by name. */
export const LONG_SECTIONS = [
  'api-contract',
  'looks',
  'outages',
  'screens',
  'bench-pages',
] as const satisfies SectionName[];

export interface TestOptions {
  readonly only?: SectionName;
  readonly files: readonly string[];
}

/** Runs the sections one after the other, all of them even when one fails, and counts. */
export async function test(surroundings: Surroundings, options: TestOptions): Promise<number> {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.abort());
  const scratch = await mkdtemp(join(tmpdir(), 'tieout-reports-'));
  const bench = { surroundings, signal: end.signal, files: options.files, scratch };
  const lines: string[] = [];
  const tallies: Tally[] = [];
  try {
    for (const name of options.only === undefined ? SECTIONS : [options.only]) {
      const section = sections[name];
      console.log(`\n━━ ${section.title}`);
      const startedAt = performance.now();
      const tally = await runOne(() => section.run(bench));
      tallies.push(tally);
      const time = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
      lines.push(
        `  ${name.padEnd(12)} ${`${tally.passed} passed, ${tally.failed} failed`.padEnd(28)} ${time.padStart(8)}`,
      );
      if (end.signal.aborted) break;
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  if (end.signal.aborted) {
    console.error('\nInterrupted. Nothing is left running.');
    return 130;
  }
  const total = sum(tallies);
  console.log(`\n━━ Result\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;

  /** A section that could not even run has failed. */
  async function runOne(run: () => Promise<Tally>): Promise<Tally> {
    try {
      return await run();
    } catch (error) {
      if (!end.signal.aborted) {
        await explain(
          error instanceof LauncherError
            ? error
            : { message: error instanceof Error ? String(error.stack) : String(error) },
        );
      }
      return { passed: 0, failed: 1 };
    }
  }
}
