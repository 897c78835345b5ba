import { TieoutError } from '@tieout/core';
import { type Command, CommanderError } from 'commander';
import { UsageError } from './usage-error.ts';

/** What was typed or set cannot be used. */
const USAGE = 2;

/** Runs a command line and sets the exit code. `failed` says in words and as exit code that the work itself could not be done. */
export async function runProgram(
  program: Command,
  failed: { readonly words: string; readonly exitCode: number },
): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said it already; it means 0 where help was asked for.
      process.exitCode = error.exitCode === 0 ? 0 : USAGE;
    } else if (error instanceof UsageError) {
      console.error(error.message);
      process.exitCode = USAGE;
    } else {
      const next =
        error instanceof TieoutError && error.retriable
          ? ' Is the system running? Look with: npm run status'
          : '';
      console.error(`${failed.words}: ${error instanceof Error ? error.message : String(error)}.${next}`);
      process.exitCode = failed.exitCode;
    }
  }
}
