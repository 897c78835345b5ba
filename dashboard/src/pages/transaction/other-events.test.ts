import { expect, it } from 'vitest';
import type { SourceEvent } from '../../api/schema.ts';
import { sampleLeg } from '../../testing/sample-transaction.ts';
import { otherEvents } from './other-events.ts';

const event = (offset: string, append_time: string): SourceEvent => {
  const { late: _, ...leg } = sampleLeg('gateway', {
    append_time,
    position: { topic: 'gateway_txns', partition: 0, offset },
  });
  return { ...leg, source: 'gateway', status: 'SUCCESS' };
};

it('lists what stands for no leg, as it came', () => {
  const events = [
    event('9', '2026-11-21T14:03:22.000Z'),
    event('7', '2026-11-21T14:03:20.000Z'),
    event('8', '2026-11-21T14:03:21.000Z'),
  ];
  const gateway = sampleLeg('gateway', { position: { topic: 'gateway_txns', partition: 0, offset: '8' } });
  expect(
    otherEvents({ events, legs: { core: null, gateway, mobile: null } }).map(
      ({ position }) => position.offset,
    ),
  ).toEqual(['7', '9']);
});
