import { Decoder, Encoder, PacketType, type Packet } from 'socket.io-parser';
import type { LiveChanges, LiveTxn } from '../schemas/index.ts';

/** Of each change, for as long as anything holds it. */
const texts = new WeakMap<LiveTxn, string>();

/** The same bytes as Socket.IO’s own; but each change is written out once, for however many clients it goes to. */
class ChangesEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const data: unknown = packet.data;
    if (packet.type !== PacketType.EVENT || packet.nsp !== '/' || !hasChanges(data))
      return super.encode(packet);
    const [event, { from, to, items, left }] = data;
    const change = `{"from":${JSON.stringify(from)},"to":${JSON.stringify(to)},"items":[${items.map(textOf).join(',')}],"left":${left}}`;
    return [`${PacketType.EVENT}${packet.id ?? ''}["${event}",${change}]`];
  }
}

function hasChanges(data: unknown): data is readonly ['changes', LiveChanges] {
  return Array.isArray(data) && data[0] === 'changes';
}

function textOf(txn: LiveTxn): string {
  const known = texts.get(txn);
  if (known !== undefined) return known;
  const text = JSON.stringify(txn);
  texts.set(txn, text);
  return text;
}

/** For a server of Socket.IO. */
export const changesParser = { Encoder: ChangesEncoder, Decoder };
