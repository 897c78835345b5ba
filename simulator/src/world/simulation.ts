import { Random } from '@tieout/producers';
import { createLogger } from '@tieout/runtime';
import { MemoryLaneStorage, MemoryTransactionCache } from '@tieout/store/memory';
import { Auditor, checkProgress } from '../auditor/auditor.ts';
import type { Input, LaneRow, Tables, Violation } from '../auditor/evidence.ts';
import { Faults } from '../faults/dice.ts';
import { FaultyCache, type FormerEntries } from '../faults/faulty-cache.ts';
import { FaultyStorage } from '../faults/faulty-storage.ts';
import type { FaultKind } from '../faults/kinds.ts';
import { Outages } from '../faults/outages.ts';
import { Broker } from '../log/broker.ts';
import { Group } from '../log/group.ts';
import { VirtualRegistry } from '../log/registry.ts';
import { Supervisor } from '../process/supervisor.ts';
import type { Surroundings, VirtualProcess } from '../process/virtual-process.ts';
import { People } from '../workload/people.ts';
import { Senders } from '../workload/senders.ts';
import type { WireFormat } from '../workload/wire-format.ts';
import { workloadOf, type Workload } from '../workload/workload.ts';
import { planIncidents } from './incidents.ts';
import { drawRules } from './rules.ts';
import { inputsOf, laneRows, tablesOf } from './tables.ts';
import { talliesOf, type Tallies } from './tallies.ts';
import { Trace } from './trace.ts';
import { checkTruth } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';
import { drawWeather, worldText, type Weather } from './weather.ts';

export interface SimulationResult extends Tallies {
  readonly seed: number;
  /** What kind of world it was, for people. */
  readonly world: string;
  readonly violations: readonly Violation[];
  readonly transactions: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** How often a process was killed at each step. */
  readonly endedAt: ReadonlyMap<string, number>;
  readonly virtualMs: number;
  readonly trace: Trace;
}

/** Shortly before midnight: the caps of a day are those of two. */
const START = Date.UTC(2026, 0, 1) - 20_000;
const WATCH_MS = 500;
/** Longer than anything that heals by waiting: a session's end, a client that hangs, a lane that is not taken back at once. */
const HEALING_MS_MAX = 240_000;

/** One world from its first record to the moment when every deadline has passed. The same seed goes the same way each time. */
export class Simulation {
  readonly #seed: number;
  readonly #weather: Weather;
  readonly #world: Surroundings;
  readonly #broker: Broker;
  readonly #storage = new MemoryLaneStorage();
  readonly #senders: Senders;
  readonly #people: People;
  readonly #supervisor: Supervisor;
  readonly #workload: Workload;
  readonly #auditor: Auditor;
  readonly #violations: Violation[] = [];
  readonly #lanesBefore = new Map<number, LaneRow>();
  #calmAt: number | undefined;

  constructor(seed: number, wire: WireFormat) {
    const random = new Random(`simulation ${seed}`);
    const time = new VirtualTime(START);
    const trace = new Trace(START);
    const weather = drawWeather(random);
    const faults = new Faults(random, time, trace, weather.chances);
    const world = { time, trace, random, faults, stepMsMax: weather.stepMsMax };
    this.#seed = seed;
    this.#weather = weather;
    this.#auditor = new Auditor();
    this.#world = world;
    const skews = new Map<string, number>();
    this.#broker = new Broker(time, {
      partitions: weather.partitions,
      skewMs(source, partition) {
        const name = `${source} ${partition}`;
        const skew = skews.get(name) ?? random.between(-weather.skewMsMax, weather.skewMsMax);
        skews.set(name, skew);
        return skew;
      },
    });
    const cache = new MemoryTransactionCache(() => {});
    const outages = new Outages();
    const former: FormerEntries = new Map();
    const servers = {
      broker: this.#broker,
      group: new Group(world, weather.partitions),
      registry: new VirtualRegistry(),
      storageFor: (process: VirtualProcess) => new FaultyStorage(this.#storage, process, world, outages),
      cacheFor: (process: VirtualProcess) => new FaultyCache(cache, process, world, outages, former),
    };
    const logger = createLogger(
      { process: 'simulation', level: 'warn' },
      { write: (line) => trace.add(time.now, 'log', wordsOf(line)) },
    );
    this.#supervisor = new Supervisor(
      world,
      servers,
      { limits: weather.limits, batchMax: weather.batchMax, logger },
      weather.processes,
    );
    this.#workload = workloadOf(
      { ...weather, seed, startAt: START + 1_000, partitionCount: weather.partitions },
      random,
      wire,
    );
    this.#senders = new Senders(world, this.#broker, this.#workload.due);
    this.#people = new People(
      {
        time,
        trace,
        // Of their own, so that what they do and what happens to them can be changed apart.
        random: new Random(`people ${seed}`),
        storage: this.#storage,
        registry: servers.registry,
        partitions: weather.partitions,
      },
      { count: weather.asks, from: 3_000, to: weather.spanMs + 4 * weather.slaMs },
    );
    planIncidents(
      {
        world,
        ...servers,
        supervisor: this.#supervisor,
        senders: this.#senders,
        outages,
        emptyCache: () => cache.flushAll(),
        changeRules: () => this.#changeRules(),
        slaMs: weather.slaMs,
        position: (source, partition) =>
          this.#storage.content.lanes.get(partition)?.head.positions[source] ?? 0n,
      },
      random,
      seed,
      { count: weather.incidents, from: 1_000, to: weather.spanMs },
    );
    this.#watch();
    for (let audit = 0; audit < weather.audits; audit++)
      time.after(random.between(2_000, 2 * weather.spanMs), () => this.#auditMidway());
  }

  async run(): Promise<SimulationResult> {
    await this.#storage.activate({ ...this.#drawRules(1), version: 1, effectiveFrom: 0 });
    const { time } = this.#world;
    await time.runUntil(() => this.#isOver());
    if (this.#violations.length === 0) this.#auditEnd();
    const { faults, trace } = this.#world;
    return {
      seed: this.#seed,
      world: worldText(this.#weather, this.#workload.transactions),
      violations: this.#violations,
      transactions: this.#workload.transactions,
      faults: faults.counts,
      endedAt: faults.endedAt,
      ...talliesOf(this.#storage.content),
      virtualMs: time.now - START,
      trace,
    };
  }

  #isOver(): boolean {
    const { time, faults } = this.#world;
    if (this.#violations.length > 0) return true;
    if (!this.#senders.done || this.#people.coming) return false;
    if (this.#calmAt === undefined) {
      faults.calmDown();
      this.#calmAt = time.now;
      if (this.#weather.endsAborted) this.#endAborted();
    }
    // By the leaders' clocks, which may be ahead; and what was redriven was appended last of all.
    const appended = this.#broker.all.map(({ entries }) => entries.at(-1)?.appendTime ?? 0);
    const passed = Math.max(this.#calmAt, ...appended) + 15 * this.#weather.slaMs;
    const lanes = laneRows(this.#storage.content);
    const caughtUp =
      lanes.length === this.#weather.partitions &&
      lanes.every((lane) => lane.laneTime > passed) &&
      this.#broker.all.every(
        ({ source, partition, high }) =>
          lanes.find((lane) => lane.partition === partition)?.positions[source] === high,
      );
    return (caughtUp && this.#people.done) || time.now > passed + HEALING_MS_MAX;
  }

  /** The last thing in one partition is a producer's transaction that came to nothing: the log ends in what no reader is ever given. */
  #endAborted(): void {
    const last = this.#workload.due.at(-1);
    if (last === undefined) return;
    const { source, partition } = last.outgoing;
    this.#broker.at(source, partition).begin([last.outgoing]).abort();
    this.#world.faults.count('producer transaction aborted', `${source}[${partition}]`);
  }

  /** Every flush under way is turned away, and every transaction is judged by the version of its first event. */
  #changeRules(): void {
    const rules = this.#drawRules(this.#world.random.next() < 0.5 ? 1 : 0.5);
    void this.#storage.activateNext((version, effectiveFrom) => ({ ...rules, version, effectiveFrom }), {
      author: 'user:ada',
      approver: 'user:bob',
      at: this.#world.time.now,
    });
  }

  /** @param share of the world's SLA: a shorter one takes no payment's truth away, for what was late stays late */
  #drawRules(share: number): ReturnType<typeof drawRules> {
    return drawRules(this.#world.random, this.#weather.slaMs * share);
  }

  /** Now and then: nothing of a lane's row ever goes back. */
  #watch(): void {
    this.#world.time.after(WATCH_MS, () => {
      for (const lane of laneRows(this.#storage.content)) {
        const before = this.#lanesBefore.get(lane.partition);
        if (before !== undefined) this.#violations.push(...checkProgress(before, lane));
        this.#lanesBefore.set(lane.partition, lane);
      }
      this.#watch();
    });
  }

  /** What an auditor looks at, as it is now. */
  get evidence(): { readonly inputs: readonly Input[]; readonly tables: Tables } {
    return {
      inputs: inputsOf(this.#broker),
      tables: tablesOf(this.#storage.content, this.#people.asked),
    };
  }

  #auditMidway(): void {
    const { inputs, tables } = this.evidence;
    this.#violations.push(...this.#auditor.audit(inputs, tables));
  }

  #auditEnd(): void {
    const { inputs, tables } = this.evidence;
    this.#violations.push(...this.#auditor.auditEnd(inputs, tables));
    const lost = this.#lostTransactions();
    const whole = this.#workload.scenarios.filter(
      ({ txnId }) => !this.#senders.withheld.has(txnId) && !lost.has(txnId),
    );
    this.#violations.push(...checkTruth(whole, tables.results));
  }

  /** Something of them was trimmed from the log, perhaps before it was read: their truth no longer holds for sure. */
  #lostTransactions(): Set<string> {
    const trimmed = this.#broker.all.flatMap(({ low, entries }) => entries.slice(0, Number(low)));
    return new Set(
      trimmed.flatMap(({ about }) => (about?.kind === 'event' ? about.event.record.txn_id : [])),
    );
  }
}

interface LogLine {
  readonly lane?: string | number;
  readonly msg: string;
  readonly err?: { readonly message: string };
}

/** What a log line says, without the machine's own time in it: two runs of a seed say the same. */
function wordsOf(line: string): string {
  const { lane, msg, err }: LogLine = JSON.parse(line);
  return `lane ${lane}: ${msg}${err === undefined ? '' : ` (${err.message})`}`;
}
