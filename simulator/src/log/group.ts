import type { VirtualProcess } from '../process/virtual-process.ts';
import type { Surroundings } from '../process/virtual-process.ts';

/** One consumer in the group. */
export interface Member {
  readonly process: VirtualProcess;
  readonly onLanes: (lanes: readonly number[]) => void;
}

interface Membership {
  seenAt: number;
}

const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_500;

/**
 * The group's coordinator: deals the lanes out whenever somebody comes, goes or has not been heard of. It tells each member by itself, so that for a
 * while the old owner and the new one may both believe that a lane is theirs.
 */
export class Group {
  readonly #world: Surroundings;
  readonly #lanes: readonly number[];
  readonly #members = new Map<Member, Membership>();
  #generation = 0;
  #due = false;

  constructor(world: Surroundings, partitionCount: number) {
    this.#world = world;
    this.#lanes = Array.from({ length: partitionCount }, (_, lane) => lane);
    this.#expireSilent();
  }

  join(member: Member): void {
    this.#members.set(member, { seenAt: this.#world.time.now });
    this.#beat(member);
    this.rebalance();
  }

  leave(member: Member): void {
    if (this.#members.delete(member)) this.rebalance();
  }

  /** Soon; what happens until then takes part. */
  rebalance(): void {
    if (this.#due) return;
    this.#due = true;
    this.#world.time.after(this.#world.random.between(5, 400), () => {
      this.#due = false;
      this.#deal();
    });
  }

  #deal(): void {
    const { random, trace, time } = this.#world;
    const members = [...this.#members.keys()];
    if (members.length === 0) return;
    const generation = ++this.#generation;
    // Whoever had a lane before has no better claim to it: lanes move as often as they can.
    const first = random.between(0, members.length - 1);
    const shares = new Map<Member, number[]>(members.map((member) => [member, []]));
    for (const lane of this.#lanes) {
      const owner = members[(lane + first) % members.length];
      if (owner !== undefined) shares.get(owner)?.push(lane);
    }
    for (const [member, lanes] of shares) {
      trace.add(
        time.now,
        'group',
        `generation ${generation}: ${member.process.name} gets lanes ${lanes.join()}`,
      );
      member.process.after(random.between(1, 300), () => {
        if (generation === this.#generation && this.#members.has(member)) member.onLanes(lanes);
      });
    }
  }

  /** While its process runs a member says so; one that was expired meanwhile learns of it here, and joins anew. */
  #beat(member: Member): void {
    member.process.after(HEARTBEAT_MS, () => {
      const membership = this.#members.get(member);
      if (membership === undefined) return;
      membership.seenAt = this.#world.time.now;
      this.#beat(member);
    });
  }

  #expireSilent(): void {
    const { time, trace } = this.#world;
    time.after(1_000, () => {
      for (const [member, { seenAt }] of this.#members) {
        if (time.now - seenAt < SESSION_MS) continue;
        trace.add(time.now, 'group', `${member.process.name} was not heard of and is left out`);
        this.#members.delete(member);
        member.process.after(HEARTBEAT_MS / 2, () => this.join(member));
        this.rebalance();
      }
      this.#expireSilent();
    });
  }
}
