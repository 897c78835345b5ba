import { SOURCES, type Source } from '@tieout/core';
import type { Surroundings } from '../process/virtual-process.ts';
import { TOPICS, type Broker } from '../log/broker.ts';
import { wordsOf, type Outgoing } from './outgoing.ts';
import type { Due } from './workload.ts';

const RETRY_MS = 500;
const HELD_MS_MAX = 12_000;

/** The three source systems: each sends what is due, in its own time. */
export class Senders {
  /** Transactions of which something was never sent. */
  readonly withheld = new Set<string>();
  readonly #world: Surroundings;
  readonly #broker: Broker;
  readonly #behind = new Map<Source, number>();
  readonly #silent = new Map<Source, number>();
  readonly #transactional = new Set<Source>();
  #unsent: number;

  constructor(world: Surroundings, broker: Broker, due: readonly Due[]) {
    this.#world = world;
    this.#broker = broker;
    this.#unsent = due.length;
    for (const { at, outgoing } of due)
      world.time.after(at - world.time.now, () => this.#sendWhenAble(outgoing));
  }

  get done(): boolean {
    return this.#unsent === 0;
  }

  /** What the source tells in this time comes only afterwards. */
  fallBehind(source: Source, forMs: number): void {
    this.#behind.set(source, this.#world.time.now + forMs);
  }

  /** What the source should tell in this time is never told. */
  fallSilent(source: Source, forMs: number): void {
    this.#silent.set(source, this.#world.time.now + forMs);
  }

  /** The source's next record goes into a transaction of its producer, which ends some time later. */
  holdTransaction(source: Source): void {
    this.#transactional.add(source);
  }

  pickSource(): Source {
    return SOURCES[this.#world.random.between(0, SOURCES.length - 1)] ?? 'core';
  }

  #sendWhenAble(outgoing: Outgoing): void {
    const { time } = this.#world;
    const { source, about } = outgoing;
    if ((this.#silent.get(source) ?? 0) > time.now && about.kind === 'event') {
      this.withheld.add(about.event.record.txn_id);
      this.#unsent--;
      return;
    }
    const waitMs = Math.max(
      (this.#behind.get(source) ?? 0) - time.now,
      this.#broker.reachable ? 0 : RETRY_MS,
    );
    if (waitMs > 0) {
      time.after(waitMs, () => this.#sendWhenAble(outgoing));
      return;
    }
    this.#unsent--;
    if (this.#transactional.delete(source)) this.#sendInTransaction(outgoing);
    else this.#send(outgoing);
  }

  #send(outgoing: Outgoing): void {
    const { faults, random, time } = this.#world;
    const where = `sender ${outgoing.source}`;
    this.#append(outgoing);
    // The same bytes may be good by then, once somebody has registered their schema.
    if (outgoing.about.kind === 'poison' && outgoing.about.event !== null) return;
    // The answer was lost: the producer sends it again, or somebody replays it much later.
    if (!faults.strikes('event sent twice', where)) return;
    this.#unsent++;
    time.after(random.next() < 0.7 ? random.between(1, 300) : random.between(1_000, 20_000), () => {
      this.#unsent--;
      this.#append(outgoing);
    });
  }

  #append(outgoing: Outgoing): void {
    const { trace, time } = this.#world;
    const { source, partition } = outgoing;
    const offset = this.#at(outgoing).append(outgoing);
    trace.add(
      time.now,
      `sender ${source}`,
      () => `${TOPICS[source]}[${partition}] offset ${offset}: ${wordsOf(outgoing)}`,
    );
  }

  #sendInTransaction(outgoing: Outgoing): void {
    const { faults, random, time } = this.#world;
    const transaction = this.#at(outgoing).begin([outgoing]);
    const where = `${TOPICS[outgoing.source]}[${outgoing.partition}]`;
    this.#world.trace.add(
      time.now,
      `sender ${outgoing.source}`,
      () => `${where} in a transaction: ${wordsOf(outgoing)}`,
    );
    faults.count('producer transaction held open', where);
    this.#unsent++;
    time.after(random.between(100, HELD_MS_MAX), () => {
      this.#unsent--;
      if (random.next() < 0.5) return transaction.commit();
      faults.count('producer transaction aborted', where);
      transaction.abort();
      this.#unsent++;
      this.#sendWhenAble(outgoing);
    });
  }

  #at({ source, partition }: Outgoing) {
    return this.#broker.at(source, partition);
  }
}
