import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deleteHome, ensureHome, homeAt } from './home.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'home-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

test('a folder that holds something else is neither used nor deleted', async () => {
  const path = await folder();
  await writeFile(join(path, 'thesis.tex'), 'years of work');
  await expect(ensureHome(homeAt(path))).rejects.toThrow('was not made by Tieout');
  expect(await deleteHome(homeAt(path))).toBe(false);
  expect(await readdir(path)).toEqual(['thesis.tex']);
});

test('a folder made by an earlier start is used again', async () => {
  const home = homeAt(join(await folder(), 'state'));
  await ensureHome(home);
  await mkdir(home.data('kafka'));
  await ensureHome(home);
  expect(await readdir(home.folder)).toContain('kafka');
});

test('deleting takes the whole folder', async () => {
  const home = homeAt(join(await folder(), 'state'));
  await ensureHome(home);
  expect(await deleteHome(home)).toBe(true);
  await expect(readdir(home.folder)).rejects.toThrow('ENOENT');
});
