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
import { compareEvents, compareRecords, compareVerdicts } from './compare.ts';
import { type Expectation, type Expected, settledAt, slaOf } from './expectation.ts';
import { recordsBehind, untilDeadlines, waitUntilNothing } from './patience.ts';
import { Differences, Tally } from './report.ts';

/** The running system, as far as the check looks at it. */
export interface System {
  readonly reader: Reader;
  readonly topics: Readonly<Record<Source, string>>;
  readonly logEnds: () => Promise<TopicWatermarks>;
}

interface Outcome {
  readonly differences: Differences;
  /** Events sent, each once. */
  readonly events: number;
  /** Stored of the checked transactions, repeats among them. */
  readonly records: number;
  readonly table: string;
}

/** The SLAs of the rules in force. */
type Sla = NonNullable<ReturnType<typeof slaOf>>;

/**
 * Waits until the system has judged everything and every deadline has passed, then compares. It goes through the transactions twice, part by
 * part: the first time for their records, which say when the last deadline is over, the second time for the verdicts that stand by then.
 *
 * @throws TieoutError INVALID_STATE where it does not get there, or other rules than the truth's are in force; KAFKA_UNAVAILABLE
 */
export async function checkTruth(
  system: System,
  expected: Expected,
  progress: (say: string) => void,
): Promise<Outcome> {
  const { reader, topics } = system;
  const sla = slaOf(await readRuleSets(reader));
  if (sla === undefined)
    throw new TieoutError(
      'INVALID_STATE',
      'the truth of a workload holds under the first rule set only, and another one is in force',
    );
  const look = () => readLanes(reader);

  const ends = await system.logEnds();
  await waitUntilNothing(look, (lanes) => recordsBehind(lanes, ends, topics), progress);
  const ofEvents = await checkEvents(reader, expected, sla, progress);
  await waitUntilNothing(look, (lanes) => untilDeadlines(lanes, ofEvents.deadlines), progress);

  const { differences, table } = await checkVerdicts(reader, expected, progress);
  differences.append(ofEvents.differences);
  progress('counting the records kept of the whole log');
  differences.add(compareRecords(await readKeptRecords(reader, topics), topics));
  return { differences, events: ofEvents.events, records: ofEvents.records, table };
}

interface OfEvents {
  readonly differences: Differences;
  readonly events: number;
  readonly records: number;
  /** The lane time at which the last deadline of each lane has passed. */
  readonly deadlines: ReadonlyMap<number, number>;
}

async function checkEvents(
  reader: Reader,
  expected: Expected,
  sla: Sla,
  progress: (say: string) => void,
): Promise<OfEvents> {
  const differences = new Differences();
  const deadlines = new Map<number, number>();
  let transactions = 0;
  let events = 0;
  let records = 0;
  for (const part of expected.parts()) {
    const stored = await readRecords(reader, txnIdsOf(part));
    differences.add(compareEvents(part, stored));
    const recordsOf = Map.groupBy(stored, ({ txnId }) => txnId);
    for (const { txnId, truth, eventIds } of part) {
      const own = recordsOf.get(txnId) ?? [];
      const last = Math.max(...own.map(({ appendTime }) => appendTime));
      for (const { partition } of own.slice(0, 1))
        deadlines.set(partition, Math.max(deadlines.get(partition) ?? 0, settledAt(truth, last, sla)));
      events += eventIds.size;
    }
    transactions += part.length;
    records += stored.length;
    progress(`records of ${share(transactions, expected)} read`);
  }
  return { differences, events, records, deadlines };
}

async function checkVerdicts(
  reader: Reader,
  expected: Expected,
  progress: (say: string) => void,
): Promise<{ readonly differences: Differences; readonly table: string }> {
  const differences = new Differences();
  const tally = new Tally();
  let transactions = 0;
  for (const part of expected.parts()) {
    const txnIds = txnIdsOf(part);
    const [verdicts, passedThrough] = await Promise.all([
      readVerdicts(reader, txnIds),
      readPassedThrough(reader, txnIds),
    ]);
    differences.add(compareVerdicts(part, verdicts));
    tally.expect(part);
    tally.find(verdicts);
    tally.pass(passedThrough);
    transactions += part.length;
    progress(`verdicts of ${share(transactions, expected)} compared`);
  }
  return { differences, table: tally.table() };
}

const txnIdsOf = (part: readonly Expectation[]): string[] => part.map(({ txnId }) => txnId);

const share = (done: number, { count }: Expected): string =>
  `${done.toLocaleString('en-US')} of ${count.toLocaleString('en-US')} transactions`;
