import { kafkaEnvironment, postgresUrl, sourceCommand, type TemporaryStack } from '@tieout/local';
import type { Slice } from '../stage/load.ts';
import { runProgram } from '../stage/program.ts';

/** How `npm run check-truth` ends where it could compare. */
const EQUAL = 0;
const DIFFERENT = 1;

/**
 * Runs the same program as `npm run check-truth`: it waits until lane time has passed every deadline of the slice, then compares.
 *
 * @returns its differences, the first of them in words
 * @throws Error where it could not compare
 */
export async function checkTruth(
  stack: TemporaryStack,
  { seed, from, count }: Slice,
  onNews: (line: string) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const options = { seed, from, count };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const command = sourceCommand(stack.surroundings.repo, 'producers/src/check-truth-main.ts', words, {
    ...kafkaEnvironment(stack, 'producer'),
    DATABASE_URL: postgresUrl(stack, 'verifier', 'tieout'),
  });
  const { exitCode, output, errors } = await runProgram(stack, command, onNews, signal);
  if (exitCode === EQUAL) return [];
  if (exitCode !== DIFFERENT) throw new Error(`check-truth could not compare: ${errors.trim() || output}`);
  return differencesIn(output);
}

/** What it prints after its table: one difference a line, and how many there are last. Where more were found than are shown, the rest count too. */
export function differencesIn(output: string): string[] {
  const lines = output.trim().split('\n');
  const count = Number(/^([\d,]+) differences?$/.exec(lines.at(-1) ?? '')?.[1]?.replaceAll(',', ''));
  if (!(count > 0))
    throw new Error(`check-truth said that there are differences, and not how many: ${output}`);
  const shown = lines.filter((line) => line.includes(': expected ')).slice(0, count);
  return [...shown, ...Array.from({ length: count - shown.length }, () => 'not shown')];
}
