import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadSecrets, newSecrets } from './secrets.ts';

async function secretsFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'secrets.json');
}

test('the file can be read by its owner only, also after somebody opened it up', async () => {
  const path = await secretsFile();
  await loadSecrets(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await chmod(path, 0o644);
  await loadSecrets(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a later start has the passwords of the first', async () => {
  const path = await secretsFile();
  expect(await loadSecrets(path)).toEqual(await loadSecrets(path));
});

test('every password is another one, and two stacks share none', () => {
  const all = [newSecrets(), newSecrets()].flatMap(({ postgres, kafka, redis, keycloakAdmin, people }) =>
    [postgres, kafka, redis, people, { keycloakAdmin }].flatMap((group) => Object.values(group)),
  );
  expect(new Set(all).size).toBe(all.length);
});

test('passwords need no escaping in a URL, a properties file or a shell', () => {
  const { postgres, kafka, redis, people } = newSecrets();
  for (const password of [postgres, kafka, redis, people].flatMap((group) => Object.values(group))) {
    expect(password).toMatch(/^[a-z0-9-]{19,}$/);
  }
});

test('a file that lacks a password is refused with what to do, not filled up silently', async () => {
  const path = await secretsFile();
  await loadSecrets(path);
  const { kafka: _, ...rest } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify(rest));
  await expect(loadSecrets(path)).rejects.toMatchObject({ todo: expect.stringContaining('npm run reset') });
});
