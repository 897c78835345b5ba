import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';

/** A member of the group as the leader knows it: its topics, and the lanes it held before. */
export interface Member {
  readonly id: string;
  readonly topics: readonly string[];
  readonly held: readonly number[];
}

/**
 * Shares out lanes: a lane is partition p of every subscribed topic and has one owner. Balanced to within one lane, stable (a member keeps
 * what it held as far as balance allows), and the same for any order of members. Only members that subscribe to every topic take part.
 *
 * @returns lanes by member id, ascending; a member without a lane has an empty list
 */
export function shareLanes(
  members: readonly Member[],
  topics: readonly string[],
  laneCount: number,
): Map<string, number[]> {
  const shares = new Map<string, number[]>(members.map(({ id }) => [id, []]));
  const takers = members
    .filter((member) => topics.every((topic) => member.topics.includes(topic)))
    // Who holds more keeps more: the larger shares go to those, so that fewer lanes move.
    .toSorted((a, b) => b.held.length - a.held.length || (a.id < b.id ? -1 : 1));
  if (takers.length === 0) return shares;

  const least = Math.floor(laneCount / takers.length);
  const larger = laneCount % takers.length;
  const sizes = new Map(takers.map(({ id }, index) => [id, least + (index < larger ? 1 : 0)]));
  const taken = new Set<number>();
  for (const { id, held } of takers) {
    const share = shares.get(id) ?? [];
    for (const lane of held) {
      if (share.length >= (sizes.get(id) ?? 0)) break;
      if (lane >= laneCount || taken.has(lane)) continue;
      taken.add(lane);
      share.push(lane);
    }
  }
  const free = Array.from({ length: laneCount }, (_, lane) => lane).filter((lane) => !taken.has(lane));
  for (const { id } of takers) {
    const share = shares.get(id) ?? [];
    share.push(...free.splice(0, (sizes.get(id) ?? 0) - share.length));
    share.sort((a, b) => a - b);
  }
  return shares;
}

/**
 * kafkajs' assigner for lanes. Each member tells the lanes it holds in its join request; the leader refuses to assign topics whose partition
 * counts differ, because a transaction's events would not meet.
 *
 * @param heldLanes what this member holds now
 */
export function laneAssigner(heldLanes: () => readonly number[]): PartitionAssigner {
  return ({ cluster }) => ({
    name: 'tieout-lanes',
    version: 1,
    protocol({ topics }) {
      const userData = Buffer.from(JSON.stringify(heldLanes()));
      return {
        name: 'tieout-lanes',
        metadata: AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData }),
      };
    },
    assign({ members, topics }) {
      const counts = new Map(
        topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]),
      );
      const laneCount = counts.get(topics[0] ?? '') ?? 0;
      for (const [topic, count] of counts) {
        if (count !== laneCount) {
          return Promise.reject(
            new Error(
              `${topic} has ${count} partitions, ${topics[0]} has ${laneCount}: lanes need equal counts`,
            ),
          );
        }
      }
      const shares = shareLanes(members.map(memberOf), topics, laneCount);
      return Promise.resolve(
        [...shares].map(([memberId, lanes]) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version: 1,
            assignment: Object.fromEntries(topics.map((topic) => [topic, lanes])),
            userData: Buffer.alloc(0),
          }),
        })),
      );
    },
  });
}

function memberOf({ memberId, memberMetadata }: { memberId: string; memberMetadata: Buffer }): Member {
  const metadata = AssignerProtocol.MemberMetadata.decode(memberMetadata);
  return { id: memberId, topics: metadata?.topics ?? [], held: parseLanes(metadata?.userData) };
}

function parseLanes(userData: Buffer | undefined): number[] {
  if (userData === undefined || userData.length === 0) return [];
  const parsed: unknown = JSON.parse(userData.toString('utf8'));
  return Array.isArray(parsed) ? parsed.filter((lane) => Number.isInteger(lane)) : [];
}
