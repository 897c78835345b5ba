import { SOURCES } from '@tieout/core';
import type { LogInspector, TopicWatermarks } from '@tieout/runtime';
import { checkInvariants } from './check/invariants.ts';
import { readLog, windowBetween } from './check/log.ts';
import { checkRecords, type Kept } from './check/records.ts';
import type { Fault } from './fault.ts';
import type { Screen } from './report/screen.ts';
import type { Slice } from './stage/load.ts';
import { eventually } from './stage/patience.ts';
import type { Stage } from './stage/stage.ts';

const STATUS_EVERY_MS = 1_000;
const FLOW_LIMIT_MS = 60_000;
const SHOWN_MAX = 5;

/** A fault that has happened, and what was found right afterwards. */
export interface Acted extends Kept {
  readonly fault: Fault;
  readonly stage: Stage;
  readonly slice: Slice;
}

/** Lets payments flow, makes the fault, waits until all is well again, and checks every record that came meanwhile. */
export async function act(
  fault: Fault,
  stage: Stage,
  inspector: LogInspector,
  screen: Screen,
): Promise<Acted> {
  const { watch, database, kafka, topics, slice, reconcilers } = stage.scene;
  const before = await inspector.watermarks(Object.values(topics));
  const showing = setInterval(() => {
    screen.status(
      `  ${grouped(watch.committedRecords)} records committed, ${grouped(watch.lagRecords)} behind`,
    );
  }, STATUS_EVERY_MS);
  try {
    await stage.attempt(() =>
      fault.sendsItself === true ? fault.make(stage) : underLoad(fault, stage, inspector, before),
    );
    await Promise.all([stage.stopSending(), reconcilers.endAll()]);
    await stage.attempt(() => stage.settled());
  } finally {
    clearInterval(showing);
  }
  screen.line('  checking every record');
  const window = windowBetween(before, await inspector.watermarks(Object.values(topics)), topics);
  const kept = await checkRecords(database, topics, window, await readLog(kafka, topics, window));
  const wrong = [...kept.wrong, ...(await checkInvariants(database)), ...stage.wrong];
  screen.line(`  lost ${kept.lost.length}, doubled ${kept.doubled.length}, wrong so far ${wrong.length}`);
  for (const what of wrong.slice(0, SHOWN_MAX)) screen.line(`    ${what}`);
  return { ...kept, wrong, fault, stage, slice };
}

async function underLoad(
  fault: Fault,
  stage: Stage,
  inspector: LogInspector,
  before: TopicWatermarks,
): Promise<void> {
  const { topics, signal } = stage.scene;
  const load = await stage.send();
  await eventually(
    'records of every source arrive',
    async () => {
      const now = await inspector.watermarks(Object.values(topics));
      return SOURCES.every((source) => endOf(now, topics[source]) > endOf(before, topics[source]));
    },
    { limitMs: FLOW_LIMIT_MS, signal },
  );
  await fault.make(stage);
  await load.sent;
}

const endOf = (ends: TopicWatermarks, topic: string): bigint =>
  (ends.get(topic) ?? []).reduce((sum, { high }) => sum + high, 0n);

const grouped = (count: number): string => count.toLocaleString('en-US');
