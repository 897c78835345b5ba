import { Decoder, Encoder, PacketType } from 'socket.io-parser';
import { batchOf } from './batch.ts';

/** Socket.IO’s own, but for batches of changes, whose items it only counts. */
class LightDecoder extends Decoder {
  override add(packet: unknown): void {
    const batch = typeof packet === 'string' ? batchOf(packet) : undefined;
    if (batch === undefined) super.add(packet);
    else {
      const { acknowledge: id, ...data } = batch;
      this.emitReserved('decoded', { type: PacketType.EVENT, nsp: '/', id, data: ['changes', data] });
    }
  }
}

export const lightParser = { Encoder, Decoder: LightDecoder };
