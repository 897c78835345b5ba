import { createHash, sign, verify, type KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';

const whole = z.string().regex(/^-?\d{1,19}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const mark = z.strictObject({
  /** The last row that held, and its hash. */
  seq: whole,
  hash: sha256,
  /** Of a lane: raw rows below these offsets held. */
  raw: z.strictObject({ core: whole, gateway: whole, mobile: whole }).nullable(),
  /** The last seq of each day that the run went through, so that a day detached later is known from rows deleted. */
  days: z.record(z.iso.date(), whole),
});
const checkpoint = z.strictObject({
  number: z.int().positive(),
  /** SHA-256 of the line before; null in the first. */
  previous: sha256.nullable(),
  made_at: z.iso.datetime(),
  chains: z.record(z.string(), mark),
});
const sealed = z.strictObject({ checkpoint, signature: z.base64() });

/** Where every chain stood when all of them held. */
export type Checkpoint = z.infer<typeof checkpoint>;
export type Mark = z.infer<typeof mark>;

/** One line of a checkpoint file: the checkpoint and the Ed25519 signature over its RFC 8785 form. */
export function sealCheckpoint(content: Checkpoint, privateKey: KeyObject): string {
  const signature = sign(null, signedBytes(content), privateKey).toString('base64');
  return JSON.stringify({ checkpoint: content, signature });
}

/** What a line says, or why it may not be believed. */
export function openCheckpoint(
  line: string,
  publicKey: KeyObject,
): { readonly checkpoint: Checkpoint } | { readonly problem: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return { problem: 'the line is not JSON' };
  }
  const read = sealed.safeParse(parsed);
  if (!read.success) return { problem: `the line is no checkpoint: ${z.prettifyError(read.error)}` };
  const { checkpoint: content, signature } = read.data;
  if (!verify(null, signedBytes(content), publicKey, Buffer.from(signature, 'base64')))
    return { problem: 'the signature does not hold' };
  return { checkpoint: content };
}

export function lineHash(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

function signedBytes(content: Checkpoint): Buffer {
  return Buffer.from(canonicalize(content) ?? '');
}
