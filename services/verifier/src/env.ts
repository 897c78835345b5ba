import { createPrivateKey } from 'node:crypto';
import { loadEnv, postgresSettings, registrySettings, variable } from '@tieout/runtime';
import { z } from 'zod';

const ed25519 = z.string().transform((pem, context) => {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below: no part of a key belongs into a message.
  }
  context.addIssue({ code: 'custom', message: 'it is not an Ed25519 private key in PEM' });
  return z.NEVER;
});

/** @throws TieoutError INVALID_SETTING */
export function verifierEnv() {
  return loadEnv({
    ...postgresSettings,
    ...registrySettings,
    CHECKPOINT_KEY: variable(ed25519, 'an Ed25519 private key in PEM (openssl genpkey -algorithm ed25519)', {
      secret: true,
    }),
    CHECKPOINT_FOLDER: variable(z.string().min(1), '/var/lib/tieout/checkpoints'),
  });
}
