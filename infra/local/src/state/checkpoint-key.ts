import { generateKeyPairSync } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { readIfThere, writeWhole } from './files.ts';

/**
 * The key that signs checkpoints of the audit log, as PEM: made once, then always the same, readable by its owner only and kept outside the
 * database, so that whoever rewrites the log cannot sign what they wrote.
 */
export async function loadCheckpointKey(path: string): Promise<string> {
  const known = await readIfThere(path);
  if (known !== undefined) {
    await chmod(path, 0o600);
    return known;
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writeWhole(path, pem, 0o600);
  return pem;
}
