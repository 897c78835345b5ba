import type { Currency, VerdictStatus } from '@tieout/core';
import { timeBucket, type StatIncrement } from '@tieout/store';
import type { Judgement } from './judgement.ts';
import type { ReadRecords } from './records.ts';

/** What a flush adds to the statistics of its minute. @param at its time, ms UTC */
export function statistics(
  at: number,
  { raw, deadLetters }: ReadRecords,
  judgements: readonly Judgement[],
): StatIncrement[] {
  const sums = new Sums();
  for (const { event } of raw) sums.add('judged', event.source, event.currency, event.amountMinor);
  for (const { source } of deadLetters) sums.add('refused', source, '', 0n);
  for (const { previous, verdict } of judgements) {
    const { status, reasons, currency, amountMinor, atRiskMinor } = verdict;
    if (previous?.status !== status) sums.add('verdict', status, currency, amountMinor);
    if (isDecided(status) && (previous === undefined || isAwaited(previous.status)))
      sums.add('decided_within', timeBucket(at - verdict.firstSeenAt), '', 0n);
    for (const reason of reasons)
      if (!previous?.reasons.includes(reason)) sums.add('reason', reason, currency, atRiskMinor);
    const wasBroken = previous?.status === 'MISMATCHED';
    if (status === 'MISMATCHED' && !wasBroken) sums.add('opened', '', currency, atRiskMinor);
    if (status !== 'MISMATCHED' && wasBroken) sums.add('closed_break', '', currency, 0n);
  }
  return [...sums.increments];
}

/** CLOSED had nothing to be compared with: it says nothing of how fast the sources are. */
function isDecided(status: VerdictStatus): boolean {
  return status === 'MATCHED' || status === 'MISMATCHED' || status === 'RESOLVED';
}

function isAwaited(status: VerdictStatus): boolean {
  return status === 'PENDING' || status === 'PARTIAL';
}

type Sum = { -readonly [K in keyof StatIncrement]: StatIncrement[K] };

/** Found by one word after the other: a name joined from them would be made anew for every event. */
class Sums {
  readonly increments: Sum[] = [];
  readonly #known = new Map<StatIncrement['measure'], Map<string, Map<string, Sum>>>();

  add(measure: StatIncrement['measure'], key: string, currency: Currency | '', amountMinor: bigint): void {
    const sum = this.#sum(measure, key, currency);
    sum.count++;
    sum.amountMinor += amountMinor;
  }

  #sum(measure: StatIncrement['measure'], key: string, currency: Currency | ''): Sum {
    const ofMeasure = entryOf(this.#known, measure, () => new Map<string, Map<string, Sum>>());
    const ofKey = entryOf(ofMeasure, key, () => new Map<string, Sum>());
    return entryOf(ofKey, currency, () => {
      const sum = { measure, key, currency, count: 0, amountMinor: 0n };
      this.increments.push(sum);
      return sum;
    });
  }
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
