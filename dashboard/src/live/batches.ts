import type { LiveBatches, LiveChanges } from '../api/schema.ts';

/** How this client takes batches: every browser the dashboard is built for can inflate by itself. */
export const BATCHES: LiveBatches = 'deflate-raw';

/** @param sent the batch itself, where the server does not compress. Rejects where it is no batch. */
export async function readBatch(sent: LiveChanges | ArrayBuffer): Promise<LiveChanges> {
  if (!(sent instanceof ArrayBuffer)) return sent;
  const json = new Blob([sent]).stream().pipeThrough(new DecompressionStream(BATCHES));
  return new Response(json).json();
}
