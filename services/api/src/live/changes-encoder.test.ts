import { Encoder, PacketType } from 'socket.io-parser';
import { expect, test, vi } from 'vitest';
import { changesParser } from './changes-encoder.ts';

const changes = (items: readonly object[]) => ({
  from: { 'lane-0': 1, 'lane-1': 7 },
  to: { 'lane-0': 2, 'lane-1': 7 },
  items,
  left: 3,
});

test.each([
  [
    'batch to be acknowledged',
    ['changes', changes([{ txn_id: 'A"\n', legs: { core: null } }, { txn_id: 'ü' }])],
    12,
  ],
  ['batch with the first number', ['changes', changes([{ txn_id: 'A' }])], 0],
  ['empty batch', ['changes', changes([])], 1],
  ['word of how it stands', ['status', { state: 'live', detail: null }], undefined],
  ['call for a new snapshot', ['resync'], undefined],
])('a %s is the same bytes as Socket.IO makes of it', (_, data, id) => {
  const packet = { type: PacketType.EVENT, nsp: '/', data, ...(id === undefined ? {} : { id }) };
  expect(new changesParser.Encoder().encode(packet)).toEqual(new Encoder().encode(packet));
});

test('a change is written out once, for however many clients', () => {
  const toJSON = vi.fn(() => ({ txn_id: 'A' }));
  const packet = { type: PacketType.EVENT, nsp: '/', data: ['changes', changes([{ toJSON }])], id: 1 };
  const encoder = new changesParser.Encoder();
  const texts = [encoder.encode(packet), encoder.encode({ ...packet, id: 2 })];
  expect(texts[1]).not.toEqual(texts[0]);
  expect(toJSON).toHaveBeenCalledTimes(1);
});

test('a batch is written out once, for however many clients it goes to', () => {
  const items = [{ txn_id: 'A' }];
  const read = vi.spyOn(items, 'map');
  const packet = { type: PacketType.EVENT, nsp: '/', data: ['changes', changes(items)], id: 1 };
  const encoder = new changesParser.Encoder();
  expect(encoder.encode({ ...packet, id: 2 })).not.toEqual(encoder.encode(packet));
  expect(read).toHaveBeenCalledTimes(1);
});
