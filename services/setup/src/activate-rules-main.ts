// Puts a rule set in force, from a file: for whoever runs the system.
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { TieoutError } from '@tieout/core';
import { loadEnv, postgresSettings } from '@tieout/runtime';
import { activateRuleSet } from '@tieout/store';
import { Command, CommanderError } from 'commander';

interface Options {
  readonly author: string;
  readonly approver?: string;
}

/** Bad use, a bad setting, a file that cannot be read. */
const USAGE = 2;

const EXAMPLES = `
What the file leaves out takes the default; version and effective_from are given by the activation. Exit code 0: in force; 1: refused, and every
problem is told; 2: not tried.

Examples:
  npm run activate-rules -- rules.json --approver user:bob
  echo '{"policies": {"WEB": {"sla_ms": 30000}}}' | npm run activate-rules -- /dev/stdin
`;

const program = new Command('activate-rules')
  .description(
    'Puts a rule set in force: the next version, from just after everything any lane has read. Transactions that were begun keep the version of their first event.',
  )
  .argument('<file>', 'the rule set as JSON')
  .option('--author <actor>', 'who wrote it, as audit rows name people', `user:${userInfo().username}`)
  .option('--approver <actor>', 'who agreed')
  .addHelpText('after', EXAMPLES)
  .showHelpAfterError('(--help shows every option and examples)')
  .exitOverride()
  .action(async (file: string, { author, approver }: Options) => {
    const rules: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { DATABASE_URL } = loadEnv(postgresSettings);
    const activated = await activateRuleSet(DATABASE_URL, {
      rules,
      author,
      approver: approver ?? null,
      at: Date.now(),
    });
    const from = new Date(activated.effectiveFrom).toISOString();
    console.log(`Rule set ${activated.version} is in force for transactions first seen from ${from}.`);
  });

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said it already; it means 0 where help was asked for.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof TieoutError && error.code === 'INVALID_RULE_SET' ? 1 : USAGE;
  }
}
