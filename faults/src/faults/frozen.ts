import type { Fault } from '../fault.ts';
import { freezeAt } from '../stage/freezing.ts';
import { eventually } from '../stage/patience.ts';
import type { Helper } from '../stage/reconcilers.ts';
import type { Stage } from '../stage/stage.ts';

/** Twice the session timeout: the group has given its lanes to others, and they have flushed. */
const FROZEN_MS = 20_000;
const BREATH_MS = 3_000;
const REFUSED_LIMIT_MS = 60_000;
/** Less than Postgres itself takes to end a transaction that says nothing: its lanes are taken by force. */
const TAKEN_WITHIN_MS = 50_000;

async function freezeAndWake(stage: Stage, freeze: (helper: Helper) => Promise<void>): Promise<void> {
  const { reconcilers, watch, signal } = stage.scene;
  const helper = await reconcilers.add();
  await reconcilers.spreadOver(2);
  await stage.pause(BREATH_MS);
  const owned = (await watch.lanes()).filter(({ owner }) => owner === helper.owner);
  await stage.strike(`freezing a reconciler that owns ${owned.length} lanes`, () => freeze(helper));
  // While it is frozen, the other one takes its lanes and goes on.
  const awakeAt = performance.now() + FROZEN_MS;
  await stage.recovered();
  stage.expect('the frozen owner’s lanes were taken by force', stage.firstCommitMs < TAKEN_WITHIN_MS);
  const taken = await watch.lanes();
  stage.expect(
    'the frozen owner’s lanes were taken by the other one',
    taken.every(({ owner }) => owner !== helper.owner),
  );
  await stage.pauseUntil(awakeAt);
  stage.scene.say('waking it');
  helper.kill('SIGCONT');
  const refused = await eventually(
    'a flush of the woken owner is refused',
    async () => (await refusals(helper)) || undefined,
    { limitMs: REFUSED_LIMIT_MS, signal },
  ).catch(() => 0);
  stage.expect('a flush of the woken owner was refused', refused > 0);
  stage.note(`${refused} flushes of the woken owner refused`);
  await reconcilers.spreadOver(2);
  await stage.settled();
  await reconcilers.end(helper, 'SIGTERM');
  await reconcilers.spreadOver(1);
}

/** How often this process found that a lane was not its own any more. */
async function refusals({ port }: Helper): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
    signal: AbortSignal.timeout(2_000),
  }).catch(() => undefined);
  const text = (await answer?.text()) ?? '';
  const counts = text.matchAll(/^tieout_flush_retries_total\{.*code="LANE_LOST".*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

export const FROZEN_FAULTS: readonly Fault[] = [
  {
    name: 'frozen',
    title: 'Reconciler frozen for longer than its session, then woken',
    transactions: 6_000,
    rate: 120,
    make: (stage) => freezeAndWake(stage, async (helper) => helper.kill('SIGSTOP')),
  },
  {
    name: 'frozen-copy',
    title: 'The same, frozen in the middle of a COPY',
    transactions: 6_000,
    rate: 120,
    make: (stage) => freezeAndWake(stage, (helper) => freezeAt('copy', stage.scene, helper)),
  },
  {
    name: 'frozen-commit',
    title: 'The same, frozen with everything written and not committed',
    transactions: 6_000,
    rate: 120,
    make: (stage) => freezeAndWake(stage, (helper) => freezeAt('commit', stage.scene, helper)),
  },
];
