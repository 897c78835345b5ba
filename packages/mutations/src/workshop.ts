import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export const REPO = join(import.meta.dirname, '../../..');
/** Looks at the patches themselves, which do not fit a copy that one of them has changed. */
const NOT_COPIED = 'mutations.test.ts';
/** What belongs to no package but is needed to run its tests. */
const ROOT_FILES = ['package.json', 'vitest.config.ts'];

/** How a program of the copy ended. `code` is null where the time limit ended it. */
export interface ProgramRun {
  readonly code: number | null;
  readonly output: string;
}

/** A copy of some of the repository's packages in a folder of its own, with the same layout, in which files may be changed and programs run. */
export class Workshop {
  readonly root: string;
  readonly #packages: readonly string[];

  private constructor(root: string, packages: readonly string[]) {
    this.root = root;
    this.#packages = packages;
  }

  /** @param packages their folders, from the repository's root */
  static async open(packages: readonly string[]): Promise<Workshop> {
    const root = await mkdtemp(join(await realpath(tmpdir()), 'tieout-mutations-'));
    const workshop = new Workshop(root, packages);
    // Without a git folder of its own, git apply would look for one above, and skip files outside of it.
    await workshop.#run('git', ['init', '--quiet'], 10_000);
    await workshop.#linkDependencies();
    for (const file of ROOT_FILES) await cp(join(REPO, file), join(root, file));
    for (const folder of packages) {
      await mkdir(join(root, folder), { recursive: true });
      for (const name of ['package.json', 'node_modules'])
        await cp(join(REPO, folder, name), join(root, folder, name), {
          recursive: true,
          // Links between packages lead to the copies, the others to what is installed.
          verbatimSymlinks: true,
          filter: (file) => !basename(file).startsWith('.'),
        });
    }
    await workshop.reset();
    return workshop;
  }

  /** Makes the copied sources equal to the repository's again. */
  async reset(): Promise<void> {
    for (const folder of this.#packages) {
      const src = join(this.root, folder, 'src');
      await rm(src, { recursive: true, force: true });
      await cp(join(REPO, folder, 'src'), src, {
        recursive: true,
        filter: (file) => basename(file) !== NOT_COPIED,
      });
    }
  }

  /** False where the patch does not fit. */
  async apply(patch: string): Promise<boolean> {
    return (await this.#run('git', ['apply', patch], 10_000)).code === 0;
  }

  /** Runs a program of Node's. */
  node(args: readonly string[], limitMs: number): Promise<ProgramRun> {
    return this.#run(process.execPath, args, limitMs);
  }

  async close(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  /** One by one: tools keep caches beside the links, which must not land in the repository. */
  async #linkDependencies(): Promise<void> {
    const installed = join(REPO, 'node_modules');
    const modules = join(this.root, 'node_modules');
    await mkdir(modules);
    for (const name of await readdir(installed)) {
      if (!name.startsWith('.') || name === '.pnpm')
        await symlink(join(installed, name), join(modules, name));
    }
  }

  /** Resolves with the exit code and everything printed. */
  #run(command: string, args: readonly string[], limitMs: number): Promise<ProgramRun> {
    return new Promise((resolve, reject) => {
      const options = {
        cwd: this.root,
        timeout: limitMs,
        killSignal: 'SIGKILL',
        maxBuffer: 2 ** 26,
      } as const;
      const child = execFile(command, args, options, (error, stdout, stderr) => {
        if (error && 'syscall' in error) reject(error);
        else resolve({ code: child.exitCode, output: stdout + stderr });
      });
    });
  }
}

/** Where an installed package of the root lives. */
export const vitestProgram = (root: string): string => join(root, 'node_modules/vitest/vitest.mjs');
