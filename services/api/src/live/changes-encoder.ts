import { Decoder, Encoder, PacketType, type Packet } from 'socket.io-parser';
import type { LiveChanges, LiveTxn } from '../schemas/index.ts';

/** Of each change and of each batch, for as long as anything holds it. */
const texts = new WeakMap<LiveTxn | readonly LiveTxn[], string>();

/** The same bytes as Socket.IO’s own; but each change, and each batch of them, is written out once, for however many clients it goes to. */
class ChangesEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const data: unknown = packet.data;
    if (packet.type !== PacketType.EVENT || packet.nsp !== '/' || !hasChanges(data))
      return super.encode(packet);
    const [event, { from, to, items, left }] = data;
    const change = `{"from":${JSON.stringify(from)},"to":${JSON.stringify(to)},"items":${textOf(items, batchText)},"left":${left}}`;
    return [`${PacketType.EVENT}${packet.id ?? ''}["${event}",${change}]`];
  }
}

function hasChanges(data: unknown): data is readonly ['changes', LiveChanges] {
  return Array.isArray(data) && data[0] === 'changes';
}

function textOf<T extends LiveTxn | readonly LiveTxn[]>(value: T, write: (value: T) => string): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = write(value);
  texts.set(value, text);
  return text;
}

const batchText = (items: readonly LiveTxn[]): string =>
  `[${items.map((txn) => textOf(txn, JSON.stringify)).join(',')}]`;

/** For a server of Socket.IO. */
export const changesParser = { Encoder: ChangesEncoder, Decoder };
