import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { ensurePackages } from './packages.ts';
import { runTool, type Workshop } from './run-tool.ts';

/** Schemathesis in a virtual environment of its own, by the pinned list; how to call it. */
export async function ensureSchemathesis(workshop: Workshop): Promise<readonly [string, string]> {
  await ensurePackages(workshop, { downloads: false, browser: false, python: true });
  const requirements = join(workshop.surroundings.repo, 'infra/schemathesis/requirements.txt');
  const pinned = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
  const folder = await cached(workshop.surroundings.cache, `schemathesis-${pinned}`, async (making) => {
    const todo =
      'Look at the log above: pip must reach the Python Package Index or your mirror of it (pip config).';
    await runTool(workshop, 'schemathesis', ['python3', '-m', 'venv', making], { todo });
    const install = ['install', '--only-binary=:all:', '--no-deps', '--requirement', requirements];
    await runTool(workshop, 'schemathesis', [join(making, 'bin/python'), '-m', 'pip', ...install], { todo });
  });
  // By the interpreter: the program's own first line names the folder it was made in, which has been renamed since.
  return [join(folder, 'bin/python'), join(folder, 'bin/schemathesis')];
}
