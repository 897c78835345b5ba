import { loadCheckpointKey, sourceCommand, type TemporaryStack, verifierEnvironment } from '@tieout/local';
import { runProgram } from '../stage/program.ts';

/**
 * Runs the same program as `npm run verify -- --full --results`: every audit chain, every raw record, every verdict against the log.
 *
 * @returns what it found, if anything
 */
export async function checkEvidence(
  stack: TemporaryStack,
  onNews: (line: string) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const env = verifierEnvironment(stack, await loadCheckpointKey(stack.home.checkpointKey));
  const { repo } = stack.surroundings;
  const command = sourceCommand(repo, 'services/verifier/src/main.ts', ['--full', '--results'], env);
  const { exitCode, output, errors } = await runProgram(stack, command, onNews, signal);
  return exitCode === 0 ? [] : [`npm run verify ended with ${exitCode}: ${output.trim()} ${errors.trim()}`];
}
