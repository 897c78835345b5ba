import type { AutoResolution, Currency, DayShare, TxnId } from '@tieout/core';
import type { AutoResolved } from '@tieout/store';

interface Grant {
  readonly key: string;
  readonly minor: bigint;
}

/** What auto-resolve policies have used up of the day's caps, with what this flush adds: a transaction judged again gives its part back first. */
export class DayLedger implements DayShare {
  readonly lanes: number;
  readonly #before: AutoResolved;
  readonly #day: string;
  readonly #grants = new Map<TxnId, Grant>();
  readonly #granted = new Map<string, bigint>();

  /** @param laneTime whose day it is: the flush's, so that a backlog uses the caps of its own days */
  constructor(before: AutoResolved, laneTime: number, lanes: number) {
    this.lanes = lanes;
    this.#before = before;
    this.#day = new Date(laneTime).toISOString().slice(0, 10);
  }

  usedMinor(policy: string, currency: Currency): bigint {
    const key = keyOf(policy, currency);
    return this.#usedBefore(key) + (this.#granted.get(key) ?? 0n);
  }

  grant(txnId: TxnId, { policy, resolution }: AutoResolution, currency: Currency): void {
    const key = keyOf(policy.name, currency);
    const minor = resolution.seen.atRiskMinor;
    this.#grants.set(txnId, { key, minor });
    this.#granted.set(key, (this.#granted.get(key) ?? 0n) + minor);
  }

  release(txnId: TxnId): void {
    const grant = this.#grants.get(txnId);
    if (grant === undefined) return;
    this.#grants.delete(txnId);
    this.#granted.set(grant.key, (this.#granted.get(grant.key) ?? 0n) - grant.minor);
  }

  /** As it stands after the flush. */
  get total(): AutoResolved {
    if (this.#grants.size === 0) return this.#before;
    const kept = this.#before.day === this.#day ? this.#before.minor : {};
    const added = Array.from(this.#granted, ([key, minor]) => [key, this.#usedBefore(key) + minor] as const);
    return { day: this.#day, minor: { ...kept, ...Object.fromEntries(added) } };
  }

  #usedBefore(key: string): bigint {
    return this.#before.day === this.#day ? (this.#before.minor[key] ?? 0n) : 0n;
  }
}

const keyOf = (policy: string, currency: Currency): string => `${policy} ${currency}`;
