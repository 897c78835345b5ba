import { createPrivateKey } from 'node:crypto';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCheckpointKey } from './checkpoint-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieout-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the key is made once and is nobody else’s to read', async () => {
  const path = join(folder, 'key.pem');
  const pem = await loadCheckpointKey(path);
  expect(createPrivateKey(pem).asymmetricKeyType).toBe('ed25519');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await chmod(path, 0o644);
  expect(await loadCheckpointKey(path)).toBe(pem);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});
