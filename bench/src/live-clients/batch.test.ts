import { type Decoder, Encoder, PacketType, type Packet } from 'socket.io-parser';
import { expect, test } from 'vitest';
import { batchOf } from './batch.ts';
import { lightParser } from './light-parser.ts';

const leg = { event_id: 'c-1', position: { topic: 'core_txns', partition: 0, offset: '7' } };
const item = (txn_id: string) => ({ txn_id, status: 'MATCHED', legs: { core: leg, gateway: null } });
const changes = {
  from: { 'lane-0': 1, 'lane-1': 4 },
  to: { 'lane-0': 3, 'lane-1': 4 },
  items: [item('A'), item('B')],
  left: 0,
};
const wire = (data: Packet['data'], id?: number): string =>
  String(
    new Encoder().encode({ type: PacketType.EVENT, nsp: '/', data, ...(id === undefined ? {} : { id }) })[0],
  );

test('a batch as the server sends it is read without its items, which are counted', () => {
  const packet = wire(['changes', changes], 12);
  expect(batchOf(packet)).toEqual({
    acknowledge: 12,
    from: JSON.stringify(changes.from),
    to: JSON.stringify(changes.to),
    changes: 2,
    bytes: packet.length,
  });
  expect(batchOf(wire(['changes', { ...changes, items: [] }], 0))?.changes).toBe(0);
});

test('other packets are not batches, and a batch that is laid out otherwise is an error', () => {
  expect(batchOf(wire(['status', { state: 'live' }]))).toBeUndefined();
  expect(() => batchOf(wire(['changes', { ...changes, from: 3 }], 1))).toThrow('unknown batch');
});

test('a client hears of batches by their heads, and of everything else as ever', () => {
  const heard: unknown[] = [];
  const decoder: Decoder = new lightParser.Decoder();
  decoder.on('decoded', ({ data, id }) => heard.push([data, id]));
  decoder.add(wire(['resync']));
  decoder.add(wire(['changes', changes], 3));
  expect(heard).toMatchObject([
    [['resync'], undefined],
    [['changes', { changes: 2 }], 3],
  ]);
});
