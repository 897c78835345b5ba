// Runs on the machine's own Node (20 or newer) with nothing installed: brings the packages and the Node they were made for,
// then hands over to the launcher. Everything else is in src/.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const repo = join(dirname(fileURLToPath(import.meta.url)), '../..');
const modules = join(repo, 'node_modules');
const stamp = join(modules, '.tieout-installed');

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Tieout needs Node 20 or newer to start; this is ${process.version}.`);
}

const wanted = fingerprint();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  const startedAt = Date.now();
  // To standard error, all of it: `npm run status -- --json` must print nothing but JSON.
  console.error('Installing packages …');
  const code = await run(
    'npx',
    ['--yes', '--loglevel=error', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'],
    ['ignore', 2, 2],
  );
  if (code !== 0) {
    fail(`Installing the packages failed. Try it by hand: npx --yes ${PNPM} install --frozen-lockfile`, code);
  }
  writeFileSync(stamp, wanted);
  console.error(`Packages installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

// Node 24 is one of the packages, where there is a build for this machine; else the machine's own must do.
const own = join(modules, '.bin/node');
const node = existsSync(own) ? own : process.execPath;
const main = join(repo, 'infra/local/src/main.ts');
process.exitCode = await run(
  node,
  ['--conditions=@tieout/source', main, ...process.argv.slice(2)],
  'inherit',
);

/** What an install depends on: the lockfile, the workspace settings, the patches. */
function fingerprint() {
  const hash = createHash('sha256');
  const patches = join(repo, 'patches');
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml'];
  if (existsSync(patches)) files.push(...readdirSync(patches).map((name) => `patches/${name}`));
  for (const file of files) hash.update(readFileSync(join(repo, file)));
  return hash.digest('hex');
}

/** Runs a program, passes signals on, and resolves with its exit code as a shell would say it. */
function run(file, args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: repo, stdio });
    const pass = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    child.once('error', (error) => fail(`Cannot run ${file}: ${error.message}`));
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, pass);
      resolve(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0));
    });
  });
}

function fail(message, code = 1) {
  console.error(message);
  process.exit(code);
}
