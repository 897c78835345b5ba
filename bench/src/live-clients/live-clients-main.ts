// Clients of the live feed, in a process of their own: what they cost is theirs.
import { isDeepStrictEqual } from 'node:util';
import { io } from 'socket.io-client';
import { z } from 'zod';
import { type Batch, BatchReader } from './batch.ts';
import { Order, type Tally } from './tally.ts';

const snapshot = z.object({ as_of: z.unknown() });
const tally: Tally = { connected: 0, messages: 0, changes: 0, gaps: 0, resyncs: 0, lost: 0, bytes: 0 };
const batches = new BatchReader();

function connect({ url, token }: Order, as_of: unknown): Promise<void> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { token, as_of, batches: 'deflate-raw' },
  });
  let reached: Batch['to'] | undefined;
  socket.on('changes', (bytes: Buffer, acknowledge: () => void) => {
    const { from, to, items } = batches.read(bytes);
    tally.messages += 1;
    tally.changes += items;
    tally.bytes += bytes.length;
    if (reached !== undefined && !isDeepStrictEqual(from, reached)) tally.gaps += 1;
    reached = to;
    acknowledge();
  });
  socket.on('resync', () => (tally.resyncs += 1));
  socket.on('disconnect', () => (tally.lost += 1));
  return new Promise((resolve, reject) => {
    socket.on('connect', () => {
      tally.connected += 1;
      resolve();
    });
    socket.on('connect_error', reject);
  });
}

async function begin(order: Order): Promise<void> {
  const response = await fetch(`${order.url}/api/v1/transactions?limit=1`, {
    headers: { authorization: `Bearer ${order.token}` },
  });
  const { as_of } = snapshot.parse(await response.json());
  for (let n = 0; n < order.count; n++) await connect(order, as_of);
}

process.on('message', (message) => {
  const order = Order.safeParse(message);
  if (!order.success) process.send?.(tally);
  else
    begin(order.data).then(
      () => process.send?.(tally),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
});
