import type { Surroundings } from '../env.ts';
import { LauncherError } from '../launcher-error.ts';
import { runTasks } from '../plan/tasks.ts';
import { stackPlan } from '../plan/stack-plan.ts';
import { Keeper } from '../process/keeper.ts';
import { aborted } from '../process/probe.ts';
import { inStopOrder, stopLeftovers, type StackRecord, writeRecord } from '../process/record.ts';
import { writeConnection } from '../connection.ts';
import type { Stack } from '../stack.ts';
import { ensureHome, homeAt } from '../state/home.ts';
import { choosePorts, PREFERRED } from '../state/ports.ts';
import { loadCheckpointKey } from '../state/checkpoint-key.ts';
import { loadSecrets } from '../state/secrets.ts';
import { settleSettings } from '../state/settings.ts';
import { claim, release } from './lock.ts';
import type { Message, Order } from './messages.ts';

export interface SuperviseOptions {
  readonly serversOnly: boolean;
  readonly producers: boolean;
  readonly sla: string | undefined;
  /** Without it there is no Keycloak, and so nobody who could log in: for what needs the other servers only. */
  readonly login: boolean;
  /** For one test run: any free ports instead of 3000 and 8000, nothing kept for a later start. */
  readonly temporary: boolean;
  /** As `Stack.bareKafka`. */
  readonly bareKafka?: number | undefined;
}

/**
 * The process that owns a stack: brings it up, keeps it up, and on `signal` takes it down in order. Returns the exit code
 * once nothing of the stack runs any more.
 */
export async function supervise(
  surroundings: Surroundings,
  options: SuperviseOptions,
  tell: (message: Message) => void,
  listen: (obey: (order: Order) => void) => void,
  signal: AbortSignal,
): Promise<number> {
  const home = homeAt(surroundings.home);
  await ensureHome(home);
  if (!(await claim(home.lock))) {
    tell({ type: 'failed', message: `Another start of the stack in ${home.folder} is under way.` });
    return 1;
  }
  const keepers: Keeper[] = [];
  listen((order) => {
    if (order.type === 'detach') return;
    const keeper = keepers.find(({ part }) => part.name === order.name);
    if (order.type === 'hold') keeper?.hold();
    else keeper?.release();
  });
  let state: StackRecord['state'] = 'starting';
  const record = (): void => {
    writeRecord(home.record, {
      state,
      serversOnly: options.serversOnly,
      processes: keepers.map((keeper) => keeper.row),
    });
  };
  try {
    for (const name of await stopLeftovers(home.record))
      tell({ type: 'note', text: `stopped ${name}, left over from before` });
    const { ports, moved } = await choosePorts(home.ports, options.temporary ? {} : PREFERRED);
    for (const { name, from, to } of moved)
      tell({ type: 'note', text: `port ${from} is taken; ${name} uses ${to}` });
    const stack: Stack = {
      surroundings,
      home,
      ports,
      secrets: await loadSecrets(home.secrets),
      serversOnly: options.serversOnly,
      temporary: options.temporary,
      bareKafka: options.bareKafka,
    };
    await loadCheckpointKey(home.checkpointKey);
    const { settings, refused } = await settleSettings(home.settings, options);
    if (refused) {
      const text = `--sla counts at the first start only; this stack keeps ${settings.sla} (npm run reset makes a new one)`;
      tell({ type: 'note', text });
    }
    const { producers, login } = options;
    const plan = stackPlan(stack, { producers, login, sla: settings.sla }, (part) => {
      const context = {
        home,
        environment: surroundings.processEnvironment,
        changed: record,
        note: (text: string) => tell({ type: 'note', text }),
      };
      const keeper = new Keeper(part, context);
      keepers.push(keeper);
      return keeper;
    });
    record();
    tell({ type: 'plan', tasks: plan.map(({ id, title, after }) => ({ id, title, after: [...after] })) });
    await runTasks(plan, (event) => tell({ type: 'task', ...event }), signal);
    await writeConnection(stack);
    state = 'ready';
    record();
    tell({ type: 'ready' });
    await aborted(signal);
    return 0;
  } catch (error) {
    if (signal.aborted) return 0;
    tell(failure(error));
    return 1;
  } finally {
    state = 'stopping';
    for (const group of inStopOrder(
      keepers.map((keeper) => ({ name: keeper.part.name, kind: keeper.part.kind, keeper })),
    )) {
      await Promise.all(
        group.map(async ({ keeper, name }) => {
          if (await keeper.stop()) tell({ type: 'stopped', name });
        }),
      );
    }
    await release(home.lock);
  }
}

function failure(error: unknown): Message {
  if (!(error instanceof LauncherError)) {
    return {
      type: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
  return {
    type: 'failed',
    message: error.message,
    ...(error.todo === undefined ? {} : { todo: error.todo }),
    ...(error.log === undefined ? {} : { log: error.log }),
  };
}
