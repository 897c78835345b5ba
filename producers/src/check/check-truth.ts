import { type Source, TieoutError } from '@tieout/core';
import type { TopicWatermarks } from '@tieout/runtime';
import {
  readKeptRecords,
  readLanes,
  readPassedThrough,
  readRecords,
  readRuleSets,
  readVerdicts,
  type Reader,
} from '@tieout/store/reading';
import { compareEvents, compareRecords, compareVerdicts, type Difference } from './compare.ts';
import { type Expectation, settledAt, slaOf } from './expectation.ts';
import { recordsBehind, untilDeadlines, waitUntilNothing } from './patience.ts';
import { table } from './report.ts';

/** The running system, as far as the check looks at it. */
export interface System {
  readonly reader: Reader;
  readonly topics: Readonly<Record<Source, string>>;
  readonly logEnds: () => Promise<TopicWatermarks>;
}

interface Outcome {
  readonly differences: readonly Difference[];
  /** Stored of the checked transactions, repeats among them. */
  readonly records: number;
  readonly table: string;
}

/**
 * Waits until the system has judged everything and every deadline has passed, then compares.
 *
 * @throws TieoutError INVALID_STATE where it does not get there, or other rules than the truth's are in force; KAFKA_UNAVAILABLE
 */
export async function checkTruth(
  system: System,
  wanted: readonly Expectation[],
  progress: (say: string) => void,
): Promise<Outcome> {
  const { reader, topics } = system;
  const sla = slaOf(await readRuleSets(reader));
  if (sla === undefined)
    throw new TieoutError(
      'INVALID_STATE',
      'the truth of a workload holds under the first rule set only, and another one is in force',
    );
  const txnIds = wanted.map(({ txnId }) => txnId);
  const look = () => readLanes(reader);

  const ends = await system.logEnds();
  await waitUntilNothing(look, (lanes) => recordsBehind(lanes, ends, topics), progress);
  const records = await readRecords(reader, txnIds);
  const recordsOf = Map.groupBy(records, ({ txnId }) => txnId);
  const deadlines = new Map<number, number>();
  for (const { txnId, truth } of wanted) {
    const own = recordsOf.get(txnId) ?? [];
    const last = Math.max(...own.map(({ appendTime }) => appendTime));
    for (const { partition } of own.slice(0, 1))
      deadlines.set(partition, Math.max(deadlines.get(partition) ?? 0, settledAt(truth, last, sla)));
  }
  await waitUntilNothing(look, (lanes) => untilDeadlines(lanes, deadlines), progress);

  const verdicts = await readVerdicts(reader, txnIds);
  const differences = [
    ...compareVerdicts(wanted, verdicts),
    ...compareEvents(wanted, records),
    ...compareRecords(await readKeptRecords(reader, topics), topics),
  ];
  const passedThrough = await readPassedThrough(reader, txnIds);
  return { differences, records: records.length, table: table(wanted, verdicts, passedThrough) };
}
