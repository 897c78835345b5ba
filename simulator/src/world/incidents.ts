import type { Random } from '@tieout/producers';
import type { FaultKind } from '../faults/kinds.ts';
import type { Outages } from '../faults/outages.ts';
import { STEPS } from '../faults/steps.ts';
import { TOPICS, type Broker } from '../log/broker.ts';
import type { Group } from '../log/group.ts';
import type { VirtualRegistry } from '../log/registry.ts';
import type { ReconcilerProcess } from '../process/reconciler-process.ts';
import type { Supervisor } from '../process/supervisor.ts';
import type { Surroundings } from '../process/virtual-process.ts';
import type { Senders } from '../workload/senders.ts';

/** What incidents happen to. */
export interface Stage {
  readonly world: Surroundings;
  readonly broker: Broker;
  readonly group: Group;
  readonly registry: VirtualRegistry;
  readonly supervisor: Supervisor;
  readonly senders: Senders;
  readonly outages: Outages;
  readonly emptyCache: () => void;
  readonly changeRules: () => void;
  readonly slaMs: number;
  /** Next offset to be read of a source's partition, as committed. */
  readonly position: (source: 'core' | 'gateway' | 'mobile', partition: number) => bigint;
}

/** Steps of any process that end the next one to pass them. */
const KILLS_AT_STEPS = 3;

/** Something that goes wrong once, at a time drawn by the seed. */
interface Incident {
  readonly kind: FaultKind;
  /** Says where it happened, or nothing where it could not. */
  readonly happen: (stage: Stage) => string | undefined;
}

function onProcess(act: (stage: Stage, reconciler: ReconcilerProcess) => void): Incident['happen'] {
  return (stage) => {
    const reconciler = stage.supervisor.pick();
    if (reconciler === undefined) return undefined;
    act(stage, reconciler);
    return reconciler.process.name;
  };
}

function between({ world }: Stage, least: number, most: number): number {
  return world.random.between(least, most);
}

const INCIDENTS: readonly Incident[] = [
  {
    kind: 'source falls behind',
    happen: (stage) => {
      const source = stage.senders.pickSource();
      stage.senders.fallBehind(source, between(stage, 500, 2 * stage.slaMs));
      return `sender ${source}`;
    },
  },
  {
    kind: 'source falls silent',
    happen: (stage) => {
      const source = stage.senders.pickSource();
      stage.senders.fallSilent(source, between(stage, 500, 3 * stage.slaMs));
      return `sender ${source}`;
    },
  },
  {
    // Counted where the transaction begins, which may be never: so another incident happens as well.
    kind: 'producer transaction held open',
    happen: (stage) => {
      for (let count = between(stage, 2, 5); count > 0; count--)
        stage.senders.holdTransaction(stage.senders.pickSource());
      return undefined;
    },
  },
  { kind: 'log trimmed before it was read', happen: trimUnread },
  {
    kind: 'broker unreachable',
    happen: (stage) => {
      stage.broker.reachable = false;
      stage.world.time.after(between(stage, 300, 3 * stage.slaMs), () => stage.broker.recover());
      return 'broker';
    },
  },
  {
    kind: 'registry unreachable',
    happen: (stage) => {
      stage.registry.reachable = false;
      stage.world.time.after(between(stage, 500, 2 * stage.slaMs), () => (stage.registry.reachable = true));
      // Only a process that has not asked yet asks.
      stage.supervisor.pick()?.process.end();
      return 'registry';
    },
  },
  {
    kind: 'Postgres unreachable',
    happen: (stage) => {
      stage.outages.postgres = true;
      stage.world.time.after(between(stage, 100, 2 * stage.slaMs), () => (stage.outages.postgres = false));
      return 'Postgres';
    },
  },
  {
    kind: 'Redis unreachable',
    happen: (stage) => {
      stage.outages.redis = true;
      stage.world.time.after(between(stage, 100, 3 * stage.slaMs), () => (stage.outages.redis = false));
      return 'Redis';
    },
  },
  {
    kind: 'rules changed',
    happen: (stage) => {
      stage.changeRules();
      return 'rules';
    },
  },
  {
    kind: 'Redis emptied',
    happen: (stage) => {
      stage.emptyCache();
      return 'Redis';
    },
  },
  { kind: 'client hangs', happen: onProcess((_, reconciler) => reconciler.hangClient()) },
  { kind: 'process killed', happen: onProcess((_, { process }) => process.end()) },
  {
    kind: 'process frozen',
    happen: onProcess((stage, { process }) => {
      process.freeze();
      // Shorter than a session, or so long that the lanes have gone to others when it goes on.
      const shortly = stage.world.random.next() < 0.3;
      stage.world.time.after(shortly ? between(stage, 100, 8_000) : between(stage, 12_000, 25_000), () =>
        process.thaw(),
      );
    }),
  },
  { kind: 'process stopped in order', happen: onProcess((_, reconciler) => void reconciler.stop()) },
  {
    kind: 'all processes down for longer than the SLA',
    happen: (stage) => {
      stage.supervisor.suspend();
      for (const { process } of stage.supervisor.running) process.end();
      stage.world.time.after(stage.slaMs * 2 + between(stage, 0, stage.slaMs), () =>
        stage.supervisor.resume(),
      );
      return 'all processes';
    },
  },
  {
    kind: 'process added',
    happen: (stage) => {
      stage.supervisor.addProcess();
      return 'supervisor';
    },
  },
  {
    kind: 'group rebalanced',
    happen: (stage) => {
      stage.group.rebalance();
      return 'group';
    },
  },
  {
    kind: 'clock jumps ahead',
    happen: onProcess((stage, { process }) => process.jumpClock(between(stage, 1_000, 3_600_000))),
  },
  {
    kind: 'clock jumps back',
    happen: onProcess((stage, { process }) => process.jumpClock(-between(stage, 1_000, 30_000))),
  },
];

const STOPPED_IN_ORDER = INCIDENTS.findIndex(({ kind }) => kind === 'process stopped in order');

/** What was not read yet and is trimmed was lost to everybody: it is reported, never passed over. */
function trimUnread({ broker, world, position }: Stage): string | undefined {
  const behind = broker.all.filter((at) => at.stable - position(at.source, at.partition) > 0n);
  const at = behind[world.random.between(0, behind.length - 1)];
  if (at === undefined) return undefined;
  const unread = Number(at.stable - position(at.source, at.partition));
  at.trim(position(at.source, at.partition) + BigInt(world.random.between(1, unread)));
  return `${TOPICS[at.source]}[${at.partition}]`;
}

/** Few worlds pass these once they are armed, so more worlds arm them. */
const RARE_STEPS = ['group: leaving', 'producer', 'cache.clear', 'storage.due'].flatMap((call) =>
  STEPS.filter((step) => step.startsWith(call)),
);
const ARMED_STEPS = [...STEPS, ...RARE_STEPS, ...RARE_STEPS, ...RARE_STEPS];

/**
 * Plans what goes wrong, each at a time drawn by the seed, between `from` and `to` ms from now. Worlds that follow on each other take turns with kinds and
 * steps, so that a few hundred of them come to all.
 *
 * @param count incidents; as many happen, for where one cannot another does
 */
export function planIncidents(
  stage: Stage,
  random: Random,
  seed: number,
  { count, from, to }: { readonly count: number; readonly from: number; readonly to: number },
): void {
  const { time, faults } = stage.world;
  for (let index = 0; index < KILLS_AT_STEPS; index++) {
    const step = inTurn(ARMED_STEPS, seed * KILLS_AT_STEPS + index);
    const at = random.between(from, (from + to) / 2);
    time.after(at, () => faults.armStep(step));
    // Nobody leaves the group unless told to.
    if (step === 'group: leaving') time.after(at + 1, () => happen(stage, STOPPED_IN_ORDER));
  }
  for (let index = 0; index < count; index++) {
    const at = random.between(from, to);
    const turn = index === 0 ? seed : random.between(0, INCIDENTS.length - 1);
    time.after(at, () => happen(stage, turn));
  }
}

/** The incident whose turn it is, or the first after it that can happen now. */
function happen(stage: Stage, turn: number): void {
  for (let next = turn; next < turn + INCIDENTS.length; next++) {
    const incident = inTurn(INCIDENTS, next);
    const where = incident.happen(stage);
    if (where === undefined) continue;
    stage.world.faults.count(incident.kind, where);
    return;
  }
}

function inTurn<T>(all: readonly T[], turn: number): T {
  const one = all[turn % all.length];
  if (one === undefined) throw new RangeError('there is nothing to take turns with');
  return one;
}
