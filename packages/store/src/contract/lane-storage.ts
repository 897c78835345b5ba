import { afterAll, afterEach, beforeAll } from 'vitest';
import { itTakesCommands } from './lane-commands.ts';
import { itKeepsDeadlines } from './lane-deadlines.ts';
import { itFlushesLanes } from './lane-flushes.ts';
import { itSettlesOutcomes } from './lane-outcomes.ts';
import { itRedrives } from './lane-redrives.ts';
import { itRefusesRows } from './lane-refusals.ts';
import { itKeepsResults } from './lane-results.ts';
import { itTakesLanes } from './lane-taking.ts';
import { TestLanes, type StorageBench } from './test-lanes.ts';

// What every LaneStorage must do. The races replayed here, each by a test of its own:
//
//   taking       a zombie's flush after a takeover · a takeover in the middle of a transaction · two owners taking at once · a takeover under
//                another partition count
//   flushing     two flushes from one row · rules changed before a flush, and under one · a look from outside at what is not committed ·
//                a transaction that was already ended · flushes of two lanes at once
//   results      two writers of one result · a cached entry older than the row · a row taken for new because the cache lost it · an entry of
//                a row that was never stored · the same, written again from what was loaded
//   rows         an offset, a dead letter or an audit row that is there already, or comes twice in a flush · a statistic counted twice · a
//                text that cannot be stored · what the caller does with its buffers afterwards
//   commands     asked for while a flush is under way · answered by a flush that is abandoned or refused · answered before, or twice at once ·
//                more than one flush takes
//   outcomes     a commit without an answer that was carried out, and one that was not · settling while an own transaction is under way · settling a lane
//                that another owner took and flushes
//   redrives     one asked for twice · one whose flush is abandoned · one of a record that was redriven or was never refused
//   deadlines    the edges of the window · at, above and within the limit · more than a page, all at one instant · moved, closed and late ones

export function itKeepsLanes(makeBench: () => Promise<StorageBench>): void {
  const lanes = new TestLanes(makeBench);
  beforeAll(() => lanes.open());
  afterEach(() => lanes.abandon());
  afterAll(() => lanes.bench.close());

  itTakesLanes(lanes);
  itFlushesLanes(lanes);
  itKeepsResults(lanes);
  itRefusesRows(lanes);
  itTakesCommands(lanes);
  itSettlesOutcomes(lanes);
  itRedrives(lanes);
  itKeepsDeadlines(lanes);
}
