/** When the payments of a workload happen. Pure: equal in every process. */
export interface Pace {
  /** When payment `index` happens, milliseconds since the epoch, whole. */
  timeOf(index: number): number;
  /** How many payments have happened before this time. */
  countBefore(time: number): number;
}

/** One payment after the other, equally far apart. */
export class EvenPace implements Pace {
  readonly #startAt: number;
  readonly #spacingMs: number;

  constructor(startAt: number, spacingMs: number) {
    this.#startAt = startAt;
    this.#spacingMs = spacingMs;
  }

  timeOf(index: number): number {
    return Math.floor(this.#startAt + index * this.#spacingMs);
  }

  countBefore(time: number): number {
    return Math.max(0, Math.ceil((time - this.#startAt) / this.#spacingMs));
  }
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The workload's people live in India: five and a half hours ahead of UTC. */
const OFFSET_MS = 5.5 * HOUR_MS;
/** Payments by hour of their day: a quiet night, shops from nine, most in the evening. Only the proportions count. */
const BY_HOUR = [
  0.35, 0.3, 0.3, 0.3, 0.35, 0.4, 0.6, 0.8, 1, 1.3, 1.5, 1.6, 1.6, 1.5, 1.4, 1.4, 1.4, 1.5, 1.7, 1.7, 1.5,
  1.2, 0.8, 0.5,
] as const;
const A_DAY = BY_HOUR.reduce<number>((sum, weight) => sum + weight, 0);

/** As many payments a day as an even pace of this rate would bring, but spread over it as people pay. */
export class BusinessHours implements Pace {
  /** Midnight before the first payment, in the workload's own time zone. */
  readonly #startAt: number;
  readonly #perDay: number;

  /** @param startAt the first payment happens at the midnight before it; `rate` is in payments a second, over a whole day */
  constructor(startAt: number, rate: number) {
    this.#startAt = Math.floor((startAt + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
    this.#perDay = (rate * DAY_MS) / 1_000;
  }

  timeOf(index: number): number {
    const day = Math.floor(index / this.#perDay);
    let left = (index / this.#perDay - day) * A_DAY;
    let hour = 0;
    for (const weight of BY_HOUR) {
      if (left < weight) return Math.floor(this.#startAt + day * DAY_MS + (hour + left / weight) * HOUR_MS);
      left -= weight;
      hour += 1;
    }
    return this.#startAt + (day + 1) * DAY_MS;
  }

  countBefore(time: number): number {
    const since = time - this.#startAt;
    const day = Math.floor(since / DAY_MS);
    let left = (since - day * DAY_MS) / HOUR_MS;
    let weights = 0;
    for (const weight of BY_HOUR) {
      weights += weight * Math.min(1, Math.max(0, left));
      left -= 1;
    }
    return Math.max(0, Math.ceil((day + weights / A_DAY) * this.#perDay));
  }
}
