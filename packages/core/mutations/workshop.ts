import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** How core's tests ended on the copy. `broken`: they did not even run, so that nothing is proved. */
export interface TestRun {
  readonly verdict: 'passed' | 'failed' | 'broken';
  /** Of a failure the test that failed first. */
  readonly detail: string;
}

const CORE = dirname(import.meta.dirname);
/** An endless loop is noticed too; the tests take about a second. */
const TEST_LIMIT_MS = 60_000;
/** Looks at the patches themselves, which do not fit a copy that one of them has changed. */
const NOT_COPIED = 'mutations.test.ts';

/** A copy of core in a folder of its own, with the same layout, in which files may be changed and tests run. */
export class Workshop {
  readonly #root: string;
  readonly #vitest: string;

  private constructor(root: string, vitest: string) {
    this.#root = root;
    this.#vitest = vitest;
  }

  static async open(): Promise<Workshop> {
    const root = await mkdtemp(join(await realpath(tmpdir()), 'tieout-mutations-'));
    const modules = join(root, 'node_modules');
    await mkdir(modules);
    await writeFile(join(root, 'package.json'), '{ "type": "module" }\n');
    // Without a git folder of its own, git apply would look for one above, and skip files outside of it.
    await run('git', ['init', '--quiet'], root);
    await symlink(packageFolder('vitest'), join(modules, 'vitest'));
    await symlink(packageFolder('fast-check'), join(modules, 'fast-check'));
    const workshop = new Workshop(root, join(packageFolder('vitest'), 'vitest.mjs'));
    await workshop.reset();
    return workshop;
  }

  /** Makes the copy equal to the repository's core again. */
  async reset(): Promise<void> {
    const src = join(this.#root, 'packages/core/src');
    await rm(src, { recursive: true, force: true });
    await cp(join(CORE, 'src'), src, { recursive: true, filter: (file) => basename(file) !== NOT_COPIED });
  }

  /** False where the patch does not fit. */
  async apply(patch: string): Promise<boolean> {
    return (await run('git', ['apply', patch], this.#root)).code === 0;
  }

  async test(): Promise<TestRun> {
    const report = join(this.#root, 'report.json');
    await rm(report, { force: true });
    const options = [
      '--no-isolate',
      '--maxWorkers=1',
      '--bail=1',
      '--reporter=json',
      `--outputFile=${report}`,
    ];
    const args = [this.#vitest, 'run', '--root', this.#root, ...options];
    const { code, output } = await run(process.execPath, args, this.#root);
    if (code === 0) return { verdict: 'passed', detail: 'no test failed' };
    if (code === null) return { verdict: 'failed', detail: `the time limit of ${TEST_LIMIT_MS / 1000} s` };
    // Where a file could not even be loaded no test has failed, and nothing is proved.
    const failed = existsSync(report) ? firstFailure(JSON.parse(await readFile(report, 'utf8'))) : undefined;
    return failed
      ? { verdict: 'failed', detail: failed }
      : { verdict: 'broken', detail: `no test ran: ${output.slice(-2000)}` };
  }

  async close(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }
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

/** Where an installed package lives, as core itself would find it. */
function packageFolder(name: string): string {
  return dirname(createRequire(join(CORE, 'package.json')).resolve(`${name}/package.json`));
}

/** Resolves with the exit code (null where the time limit ended it) and everything printed. */
function run(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const options = { cwd, timeout: TEST_LIMIT_MS, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 } as const;
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      if (error && 'syscall' in error) reject(error);
      else resolve({ code: child.exitCode, output: stdout + stderr });
    });
  });
}
