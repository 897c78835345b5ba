import { checkInvariants, QUICK_INVARIANTS } from './check/invariants.ts';
import { readLog, windowBetween } from './check/log.ts';
import { checkRecords, type Kept } from './check/records.ts';
import type { Fault } from './fault.ts';
import type { Screen } from './report/screen.ts';
import type { Stage } from './stage/stage.ts';

const STATUS_EVERY_MS = 1_000;
const SHOWN_MAX = 5;

/** A fault that has happened, and what was found right afterwards. */
export interface Acted extends Kept {
  readonly fault: Fault;
  readonly stage: Stage;
}

/** Lets payments flow, makes the fault, waits until all is well again, and checks every record that came meanwhile. */
export async function act(fault: Fault, stage: Stage, screen: Screen): Promise<Acted> {
  const { watch, database, kafka, topics, reconcilers } = stage.scene;
  const before = await watch.ends();
  const showing = setInterval(() => {
    screen.status(
      `  ${grouped(watch.committedRecords)} records committed, ${grouped(watch.lagRecords)} behind`,
    );
  }, STATUS_EVERY_MS);
  try {
    await stage.attempt(async () => {
      if (fault.sendsItself !== true) await stage.send();
      await fault.make(stage);
      await stage.allSent();
    });
    await Promise.all([stage.stopSending(), reconcilers.endAll()]);
    await stage.attempt(() => stage.settled());
  } finally {
    clearInterval(showing);
  }
  screen.line('  checking every record');
  const window = windowBetween(before, await watch.ends(), topics);
  const kept = await checkRecords(database, topics, window, await readLog(kafka, topics, window));
  const wrong = [...kept.wrong, ...(await checkInvariants(database, QUICK_INVARIANTS)), ...stage.wrong];
  screen.line(`  lost ${kept.lost.length}, doubled ${kept.doubled.length}, wrong so far ${wrong.length}`);
  for (const what of wrong.slice(0, SHOWN_MAX)) screen.line(`    ${what}`);
  return { ...kept, wrong, fault, stage };
}

const grouped = (count: number): string => count.toLocaleString('en-US');
