import type { Surroundings } from './virtual-process.ts';
import { ReconcilerProcess, type ReconcilerSettings, type Servers } from './reconciler-process.ts';

/** Keeps a number of reconcilers running: whatever ends is started anew, as a process with nothing in its memory. */
export class Supervisor {
  readonly #world: Surroundings;
  readonly #servers: Servers;
  readonly #settings: ReconcilerSettings;
  readonly #running = new Set<ReconcilerProcess>();
  #wanted: number;
  #started = 0;
  #suspended = false;

  constructor(world: Surroundings, servers: Servers, settings: ReconcilerSettings, wanted: number) {
    this.#world = world;
    this.#servers = servers;
    this.#settings = settings;
    this.#wanted = wanted;
    for (let index = 0; index < wanted; index++) this.#start();
  }

  get running(): readonly ReconcilerProcess[] {
    return [...this.#running];
  }

  /** One of those running, or undefined where there is none. */
  pick(): ReconcilerProcess | undefined {
    const candidates = this.running.filter(({ process }) => process.state === 'running');
    return candidates[this.#world.random.between(0, Math.max(0, candidates.length - 1))];
  }

  addProcess(): void {
    this.#wanted++;
    this.#startMissing();
  }

  /** Nothing is started until `resume`. */
  suspend(): void {
    this.#suspended = true;
  }

  resume(): void {
    this.#suspended = false;
    this.#startMissing();
  }

  #startMissing(): void {
    while (!this.#suspended && this.#running.size < this.#wanted) this.#start();
  }

  #start(): void {
    const { trace, time, random } = this.#world;
    this.#started++;
    const reconciler = new ReconcilerProcess(`p${this.#started}`, this.#world, this.#servers, this.#settings);
    this.#running.add(reconciler);
    trace.add(time.now, reconciler.process.name, 'starts');
    reconciler.process.onEnd(() => {
      this.#running.delete(reconciler);
      time.after(random.between(200, 3_000), () => this.#startMissing());
    });
    reconciler.start();
  }
}
