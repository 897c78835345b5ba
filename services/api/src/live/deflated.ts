import { constants, deflateRawSync } from 'node:zlib';
import type { LiveChanges } from '../schemas/index.ts';

/** Of each batch, for as long as anything holds it. */
const made = new WeakMap<LiveChanges, Buffer>();

/** A batch's JSON, compressed (RFC 1951). Made once, however many clients it goes to: all are given the same bytes, not a copy each. */
export function deflated(changes: LiveChanges): Buffer {
  const known = made.get(changes);
  if (known !== undefined) return known;
  const bytes = deflateRawSync(JSON.stringify(changes), { level: constants.Z_BEST_SPEED });
  made.set(changes, bytes);
  return bytes;
}
