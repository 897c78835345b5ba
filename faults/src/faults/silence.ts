import type { Fault } from '../fault.ts';
import { SLA_MS } from '../stage/load.ts';
import { eventually } from '../stage/patience.ts';
import type { Stage } from '../stage/stage.ts';

const BREATH_MS = 5_000;
const DOWN_MS = 4 * SLA_MS;
const TOLD_LIMIT_MS = 120_000;

/** What is told as missing must be missing, also where nobody listened while it came: every run checks it in the audit log. */
async function consumerDown(stage: Stage): Promise<void> {
  const { processes } = stage.scene;
  await stage.pause(BREATH_MS);
  await stage.strike(`the reconciler is killed and stays away for ${DOWN_MS / SLA_MS} SLAs`, () =>
    processes.without('reconciler', () => stage.pause(DOWN_MS)),
  );
  await stage.recovered();
}

/** The app's system says nothing at all. Its payments are told as such, though nothing arrives on its topic that could move time on. */
async function idleTopic(stage: Stage): Promise<void> {
  const { slice, database, signal } = stage.scene;
  const mine = `T-${slice.seed}-`;
  const books = await stage.send(['core', 'gateway']);
  await stage.strike('nothing of the app arrives', () => books.sent);
  await stage.recovered();
  // Of transactions of this slice: paid in the app, whose deadline has passed by the lane's own time.
  const ids = `r.txn_id = ANY (SELECT $1 || i FROM generate_series($2::bigint, $3::bigint) AS i)`;
  const counts = async (): Promise<{ told: number; waiting: number }> => {
    const { rows } = await database.query<{ told: number; waiting: number }>(
      `SELECT count(*) FILTER (WHERE 'MISSING_MOBILE' = ANY (reasons))::int AS told,
         count(*) FILTER (WHERE 'mobile' = ANY (missing) AND NOT 'MISSING_MOBILE' = ANY (reasons))::int AS waiting
       FROM reconciliation_results r WHERE ${ids}`,
      [mine, slice.from, slice.from + slice.count - 1],
    );
    return rows[0] ?? { told: 0, waiting: 0 };
  };
  const { told } = await eventually(
    'every payment in the app told as missing there',
    async () => {
      const now = await counts();
      return now.told > 0 && now.waiting === 0 && now;
    },
    { limitMs: TOLD_LIMIT_MS, everyMs: 500, signal },
  ).catch(counts);
  const { waiting } = await counts();
  stage.expect('every payment in the app was told as missing there', told > 0 && waiting === 0);
  stage.note(`${told} payments told as MISSING_MOBILE while its topic was idle, all healed once it spoke`);
  const app = await stage.send(['mobile']);
  await app.sent;
}

export const SILENCE_FAULTS: readonly Fault[] = [
  {
    name: 'consumer-down',
    title: 'No reconciler for four times the SLA',
    transactions: 4_000,
    rate: 100,
    make: consumerDown,
  },
  {
    name: 'idle-topic',
    title: 'One source silent, the others not',
    transactions: 3_000,
    rate: 150,
    sendsItself: true,
    make: idleTopic,
  },
];
