import TinyQueue from 'tinyqueue';

interface Appointment {
  readonly at: number;
  /** Appointments of the same millisecond are kept in the order in which they were made. */
  readonly order: number;
  readonly keep: () => void;
}

/**
 * The only time there is in a simulated world, ms UTC: it jumps from one appointment to the next. Everything that "takes time" makes one, and
 * between two of them all promises that can settle do so. No timer of the machine is involved, so a run takes the time its work takes, and
 * goes the same way each time.
 */
export class VirtualTime {
  readonly #appointments = new TinyQueue<Appointment>([], (a, b) => a.at - b.at || a.order - b.order);
  #now: number;
  #made = 0;

  constructor(startAt: number) {
    this.#now = startAt;
  }

  get now(): number {
    return this.#now;
  }

  after(delayMs: number, keep: () => void): void {
    this.#appointments.push({ at: this.#now + Math.max(0, delayMs), order: this.#made++, keep });
  }

  /** Goes on until `done`, asked after each appointment, or until nothing is left to happen. */
  async runUntil(done: () => boolean): Promise<void> {
    for (let next = this.#appointments.pop(); next !== undefined; next = this.#appointments.pop()) {
      this.#now = next.at;
      next.keep();
      await settled();
      if (done()) return;
    }
  }
}

/** Resolves when every promise that can settle without virtual time has: the machine's event loop comes round only then. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
