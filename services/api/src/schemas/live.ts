// The live feed (Socket.IO, path /socket.io; see the description of the API).

import { z } from 'zod';
import { Txn } from './transaction.ts';
import { Instant, LiveCursor, VerdictStatus } from './values.ts';

export const LiveTxn = Txn.extend({ previous_status: VerdictStatus.nullable() }).meta({ id: 'LiveTxn' });
export type LiveTxn = z.infer<typeof LiveTxn>;

export const LiveChanges = z
  .object({
    from: LiveCursor,
    to: LiveCursor.describe('What the client has seen once it has taken these items.'),
    items: z.array(LiveTxn).max(500),
    left: z.int().describe('Changes still waiting for this client after these.'),
  })
  .meta({
    id: 'LiveChanges',
    description: 'Event `changes`, to be acknowledged; the next comes after that.',
  });
export type LiveChanges = z.infer<typeof LiveChanges>;

export const LiveBatches = z.literal('deflate-raw').meta({
  id: 'LiveBatches',
  description:
    'Handshake `batches`: the client takes each batch as one binary attachment, the UTF-8 JSON of LiveChanges as deflated bytes (RFC 1951). With anything else it gets LiveChanges as they are.',
});
export type LiveBatches = z.infer<typeof LiveBatches>;

export const LiveStatus = z
  .object({
    state: z.enum(['live', 'degraded']),
    detail: z.string().nullable(),
    at: Instant,
  })
  .meta({
    id: 'LiveStatus',
    description: 'Event `status`: whether the feed itself can be trusted to be up to date.',
  });
export type LiveStatus = z.infer<typeof LiveStatus>;
