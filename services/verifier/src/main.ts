import { mkdir } from 'node:fs/promises';
import { TieoutError } from '@tieout/core';
import { createSchemaRegistry } from '@tieout/runtime';
import { createSourceReaders } from '@tieout/sources';
import { leaveResult } from '@tieout/store/evidence';
import { openPool } from '@tieout/store/reading';
import { Command, CommanderError } from 'commander';
import { verifierEnv } from './env.ts';
import { findingsOf, reportJson, reportText, resultOf } from './report.ts';
import { verifyEvidence, type Progress, type Report } from './verify.ts';

interface Options {
  readonly full: boolean;
  readonly results: boolean;
  readonly json: boolean;
}

/** The exit code where nothing is said about the evidence: bad use, a bad setting, a server that is away. */
const NOT_CHECKED = 2;
/** One for each stream of a lane, one for the lock. */
const CONNECTIONS = 5;
const STATEMENT_LIMIT_MS = 60_000;
const SAY_AGAIN_MS = 10_000;

const EXAMPLES = `
Exit code 0: everything holds; 1: something does not; 2: not checked.

Examples:
  npm run verify                       what came since the last signed checkpoint; the first time everything
  npm run verify -- --full             everything that is kept
  npm run verify -- --full --results   and that every transaction shows its last verdict in the log
  npm run --silent verify -- --json    for a program
`;

const program = new Command('verify')
  .description(
    'Says whether the evidence is still what was written: every audit chain without a gap and untouched, every raw record as its flush wrote it. Names the first row that is not. Where all holds, leaves a signed checkpoint outside the database.',
  )
  .option('--full', 'from the beginning, whatever a checkpoint has seen', false)
  .option('--results', 'every transaction’s current verdict against the log as well', false)
  .option('--json', 'the report as JSON', false)
  .addHelpText('after', EXAMPLES)
  .showHelpAfterError('(--help shows every option and examples)')
  .exitOverride()
  .action(async ({ full, results, json }: Options) => {
    const report = await verify({ full, results });
    say('');
    console.log(json ? reportJson(report) : reportText(report));
    process.exitCode = findingsOf(report).length === 0 ? 0 : 1;
  });

async function verify(how: Pick<Options, 'full' | 'results'>): Promise<Report> {
  const env = verifierEnv();
  await mkdir(env.CHECKPOINT_FOLDER, { recursive: true });
  const pool = openPool({
    url: env.DATABASE_URL,
    name: 'tieout verify',
    connectionsMax: CONNECTIONS,
    statementLimitMs: STATEMENT_LIMIT_MS,
    // The query that was running on it fails and says so.
    onConnectionError: () => {},
  });
  try {
    const report = await verifyEvidence({
      ...how,
      pool,
      readers: createSourceReaders(createSchemaRegistry(env.SCHEMA_REGISTRY_URL)),
      checkpointFolder: env.CHECKPOINT_FOLDER,
      key: env.CHECKPOINT_KEY,
      now: () => Date.now(),
      onProgress: ({ what, rows, elapsedMs }: Progress) =>
        say(
          `${what}: ${rows.toLocaleString('en-US')} rows, ${Math.round(rows / (elapsedMs / 1_000)).toLocaleString('en-US')} rows/s`,
        ),
    });
    await leaveResult(pool, resultOf(report)).catch((error: unknown) => {
      // What was found counts, wherever it can be told.
      say('');
      console.error(
        `The dashboard does not learn of it: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    return report;
  } finally {
    await pool.end();
  }
}

let saidAt = performance.now();

/** On a terminal one line that is rewritten, elsewhere a line now and then; apart from the report, which goes to standard output. */
function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[2K${text}`);
  else if (text !== '' && performance.now() - saidAt >= SAY_AGAIN_MS) {
    saidAt = performance.now();
    console.error(text);
  }
}

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said it already; it means 0 where help was asked for.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : NOT_CHECKED;
  else {
    say('');
    const what = error instanceof Error ? error.message : String(error);
    const isSetting = error instanceof TieoutError && error.code === 'INVALID_SETTING';
    console.error(isSetting ? what : `Not checked: ${what}`);
    process.exitCode = NOT_CHECKED;
  }
}
