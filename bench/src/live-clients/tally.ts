import { z } from 'zod';

/** What the clients were sent, all of them together. */
export const Tally = z.object({
  connected: z.int(),
  /** Batches. */
  messages: z.int(),
  changes: z.int(),
  /** Batches that do not follow the one before. */
  gaps: z.int(),
  resyncs: z.int(),
  /** Connections that ended before they were asked to. */
  lost: z.int(),
  bytes: z.int(),
});
export type Tally = z.infer<typeof Tally>;

export const Order = z.object({ url: z.string(), token: z.string(), count: z.int() });
export type Order = z.infer<typeof Order>;
