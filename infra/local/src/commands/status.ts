import { styleText } from 'node:util';
import { connectionOf } from '../connection.ts';
import type { Surroundings } from '../env.ts';
import { type Lane, lanesOf } from '../lanes.ts';
import { isAlive } from '../process/identity.ts';
import { answers } from '../process/probe.ts';
import { type ProcessRow, readRecord } from '../process/record.ts';
import { homeAt } from '../state/home.ts';
import { rememberedPorts } from '../state/ports.ts';
import { loadSecrets } from '../state/secrets.ts';
import { supervisorOf } from '../supervisor/lock.ts';

type StackState = 'ready' | 'degraded' | 'stopped';
const EXIT_CODES: Readonly<Record<StackState, number>> = { ready: 0, degraded: 1, stopped: 3 };

interface ShownProcess {
  readonly name: string;
  readonly pid: number | null;
  readonly port: number | null;
  readonly state: string;
  readonly restarts: number;
}

/** Says whether the stack does its work, by asking the processes themselves, and how to reach each part. */
export async function status(surroundings: Surroundings, options: { json: boolean }): Promise<number> {
  const home = homeAt(surroundings.home);
  const [supervisor, record, ports] = await Promise.all([
    supervisorOf(home.lock),
    readRecord(home.record),
    rememberedPorts(home.ports),
  ]);
  const processes = await Promise.all((record?.processes ?? []).map((row) => look(row)));
  const someRun = processes.some((shown) => shown.pid !== null);
  if (ports === undefined || record === undefined || (supervisor === undefined && !someRun)) {
    if (options.json) console.log(JSON.stringify({ state: 'stopped', home: home.folder }, null, 2));
    else console.log(`Tieout is not running. State: ${home.folder}`);
    return EXIT_CODES.stopped;
  }
  const secrets = await loadSecrets(home.secrets);
  const connection = connectionOf({ home, ports, secrets, serversOnly: record.serversOnly });
  const lanes = record.serversOnly ? [] : await lanesOf({ home, ports, secrets });
  const allWell =
    processes.every((shown) => shown.state === 'ready') &&
    (lanes?.every((lane) => lane.halted === null) ?? false);
  const state: StackState =
    supervisor !== undefined && record.state === 'ready' && allWell ? 'ready' : 'degraded';
  if (options.json)
    console.log(JSON.stringify({ state, ...connection, lanes: lanes ?? [], processes }, null, 2));
  else print(state, supervisor === undefined, connection.dashboard_url, processes, lanes);
  return EXIT_CODES[state];
}

/** What the supervisor wrote, checked against the process itself. */
async function look(row: ProcessRow): Promise<ShownProcess> {
  const { name, port, restarts } = row;
  if (row.identity === null || !(await isAlive(row.identity))) {
    return { name, pid: null, port, restarts, state: row.state === 'restarting' ? 'restarting' : 'stopped' };
  }
  const shown = { name, pid: row.identity.pid, port, restarts };
  if (row.kind !== 'service') return { ...shown, state: row.state };
  return { ...shown, state: (await answers(`http://127.0.0.1:${port}/readyz`)) ? row.state : 'unwell' };
}

function print(
  state: StackState,
  orphaned: boolean,
  url: string,
  processes: readonly ShownProcess[],
  lanes: readonly Lane[] | undefined,
): void {
  console.log(`Tieout is ${styleText(state === 'ready' ? 'green' : 'red', state)}. Dashboard: ${url}\n`);
  if (orphaned)
    console.log(
      'Its supervisor was killed: nothing is restarted any more. npm start takes the processes over.\n',
    );
  for (const { name, pid, port, state: condition, restarts } of processes) {
    const again = restarts === 0 ? '' : `  restarted ${restarts} times`;
    console.log(
      `  ${name.padEnd(18)} ${condition.padEnd(11)} pid ${String(pid ?? '–').padEnd(8)} port ${port ?? '–'}${again}`,
    );
  }
  if (lanes === undefined) console.log('\n  The lanes cannot be read: PostgreSQL or Kafka does not answer.');
  for (const lane of lanes ?? []) {
    const halted = lane.halted === null ? '' : `  HALTED: ${lane.halted}`;
    console.log(
      `  ${lane.lane.padEnd(18)} ${String(lane.lag_events).padStart(7)} events behind, ${lane.lag_ms} ms${halted}`,
    );
  }
}
