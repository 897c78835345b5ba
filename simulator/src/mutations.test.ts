import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(import.meta.dirname, '../mutants');
const patches = readdirSync(FOLDER).filter((file) => file.endsWith('.patch'));

describe('the mutants', () => {
  it('all apply to the sources as they are', () => {
    const paths = patches.map((file) => join(FOLDER, file));
    // Throws with git's words. One call checks each patch against the untouched files, for --check writes nothing.
    execFileSync('git', ['apply', '--check', ...paths], { cwd: ROOT, stdio: 'pipe' });
    expect(paths.length).toBeGreaterThan(0);
  });

  it('say first what they break', () => {
    for (const file of patches)
      expect(readFileSync(join(FOLDER, file), 'utf8')).toMatch(/^Breaks: \S.*\.\n\ndiff --git /);
  });
});
