import * as fc from 'fast-check';
import { AssignerProtocol, type Cluster, type Logger } from 'kafkajs';
import { expect, test } from 'vitest';
import { laneAssigner, type Member, shareLanes } from './assigner.ts';

const TOPICS = ['core', 'gateway', 'mobile'];
const member = (id: string, held: number[] = [], topics = TOPICS): Member => ({ id, held, topics });

test('one member gets every lane', () => {
  expect(shareLanes([member('a')], TOPICS, 6)).toEqual(new Map([['a', [0, 1, 2, 3, 4, 5]]]));
});

test('a new member takes its share, and nobody else swaps lanes', () => {
  const shares = shareLanes([member('a', [0, 1, 2]), member('b', [3, 4, 5]), member('c')], TOPICS, 6);
  expect(shares).toEqual(
    new Map([
      ['a', [0, 1]],
      ['b', [3, 4]],
      ['c', [2, 5]],
    ]),
  );
});

test('a member that does not read all input topics gets nothing', () => {
  const shares = shareLanes([member('a'), member('b', [], ['core'])], TOPICS, 4);
  expect(shares).toEqual(
    new Map([
      ['a', [0, 1, 2, 3]],
      ['b', []],
    ]),
  );
});

test('claims to lanes that do not exist or that two members make are no trouble', () => {
  const shares = shareLanes([member('a', [0, 7]), member('b', [0, 1])], TOPICS, 2);
  expect([...shares.values()].flat().toSorted((a, b) => a - b)).toEqual([0, 1]);
});

test('whatever the members hold: every lane has one owner, shares differ by at most one, and the order of members does not matter', () => {
  const someMembers = fc.uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 4 }),
      topics: fc.constant(TOPICS),
      held: fc.array(fc.nat(20)),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(someMembers, fc.integer({ min: 1, max: 24 }), (members, laneCount) => {
      const shares = shareLanes(members, TOPICS, laneCount);
      expect([...shares.values()].flat().toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: laneCount }, (_, lane) => lane),
      );
      const sizes = [...shares.values()].map((lanes) => lanes.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      const again = shareLanes(members.toReversed(), TOPICS, laneCount);
      expect(Object.fromEntries(again)).toEqual(Object.fromEntries(shares));
    }),
  );
});

test('a balanced group stays as it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 24 }), (count, laneCount) => {
      const first = shareLanes(
        Array.from({ length: count }, (_, i) => member(`m${i}`)),
        TOPICS,
        laneCount,
      );
      const again = shareLanes(
        [...first].map(([id, held]) => member(id, held)),
        TOPICS,
        laneCount,
      );
      expect(again).toEqual(first);
    }),
  );
});

function assignerFor(counts: Record<string, number>, held: number[] = []) {
  const cluster = {
    findTopicPartitionMetadata: (topic: string) => Array.from({ length: counts[topic] ?? 0 }),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the assigner asks its cluster for nothing but partition counts, and its logger for nothing
  return laneAssigner(() => held)({ cluster: cluster as Cluster, groupId: 'g', logger: {} as Logger });
}

test('a lane is the same partition of every topic, and what a member holds travels in its join request', async () => {
  const joins = [
    { memberId: 'a', memberMetadata: assignerFor({}, [2, 3]).protocol({ topics: TOPICS }).metadata },
    { memberId: 'b', memberMetadata: assignerFor({}, [0, 1]).protocol({ topics: TOPICS }).metadata },
  ];
  const assigned = await assignerFor({ core: 4, gateway: 4, mobile: 4 }).assign({
    members: joins,
    topics: TOPICS,
  });
  const byMember = Object.fromEntries(
    assigned.map(({ memberId, memberAssignment }) => [
      memberId,
      AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment,
    ]),
  );
  expect(byMember).toEqual({
    a: { core: [2, 3], gateway: [2, 3], mobile: [2, 3] },
    b: { core: [0, 1], gateway: [0, 1], mobile: [0, 1] },
  });
});

test('topics with unequal partition counts are not assigned at all', async () => {
  const members = [{ memberId: 'a', memberMetadata: assignerFor({}).protocol({ topics: TOPICS }).metadata }];
  await expect(
    assignerFor({ core: 6, gateway: 7, mobile: 6 }).assign({ members, topics: TOPICS }),
  ).rejects.toThrow(/gateway has 7 partitions, core has 6/);
});
