import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Surroundings } from '../env.ts';
import { lastLines, openLog } from '../process/log-file.ts';
import type { Screen } from '../screen/screen.ts';
import { type Home, ensureHome } from '../state/home.ts';
import { type Message, messageSchema, type Order } from '../supervisor/messages.ts';
import type { SuperviseOptions } from '../supervisor/supervise.ts';

/** A supervisor started by this command and, until `detach`, ended with it. */
export interface Launched {
  /** Fulfilled when the stack is ready (true) or will not become so (false). */
  readonly ready: Promise<boolean>;
  /** The supervisor's exit code: by then nothing of the stack runs. */
  readonly ended: Promise<number>;
  /** Asks it to take the stack down. May be called at any time and more than once. */
  stop(): void;
  /** Lets it go on without this command. */
  detach(): Promise<void>;
  /** The supervisor leaves this process as it is, frozen or ended, until `release`. */
  hold(name: string): Promise<void>;
  release(name: string): Promise<void>;
}

/**
 * Starts the supervisor in a session of its own, so that a Ctrl-C reaches this command only and the stack is stopped in
 * order. The channel between the two is also its lifeline: when this command dies, the supervisor notices.
 */
export async function launch(
  surroundings: Surroundings,
  home: Home,
  options: SuperviseOptions,
  shown: Screen,
): Promise<Launched> {
  await ensureHome(home);
  const log = await openLog(home.log('supervisor'));
  const main = join(surroundings.repo, 'infra/local/src/main.ts');
  const flags = [
    ...(options.serversOnly ? ['--servers-only'] : []),
    ...(options.producers ? [] : ['--no-producers']),
    ...(options.login ? [] : ['--no-login']),
    ...(options.temporary ? ['--temporary'] : []),
    ...(options.sla === undefined ? [] : ['--sla', options.sla]),
    ...(options.bareKafka === undefined ? [] : ['--bare-kafka', String(options.bareKafka)]),
  ];
  const child = spawn(process.execPath, ['--conditions=@tieout/source', main, 'supervise', ...flags], {
    cwd: surroundings.repo,
    env: {
      ...surroundings.toolEnvironment,
      TIEOUT_HOME: surroundings.home,
      TIEOUT_CACHE: surroundings.cache,
    },
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    detached: true,
  });
  await log.close();
  return follow(child, home, shown);
}

function follow(child: ChildProcess, home: Home, shown: Screen): Launched {
  const ready = Promise.withResolvers<boolean>();
  let failure: Extract<Message, { type: 'failed' }> | undefined;
  let isReady = false;
  child.on('message', (raw) => {
    const message = messageSchema.parse(raw);
    shown.show(message);
    if (message.type === 'failed') failure = message;
    if (message.type !== 'ready') return;
    isReady = true;
    void shown.end().then(() => ready.resolve(true));
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(end(code ?? 1, signal));
    });
  });
  return {
    ready: ready.promise,
    ended,
    stop: () => child.kill('SIGTERM'),
    async detach() {
      await order({ type: 'detach' });
      child.disconnect();
      child.unref();
    },
    hold: (name) => order({ type: 'hold', name }),
    release: (name) => order({ type: 'release', name }),
  };

  function order(what: Order): Promise<void> {
    return new Promise((resolve, reject) => {
      child.send(what, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  async function end(code: number, signal: NodeJS.Signals | null): Promise<number> {
    await shown.end();
    if (failure !== undefined) await explain(failure);
    else if (!isReady && code !== 0) {
      await explain({
        message: `The supervisor ended (${signal ?? `exit code ${code}`}).`,
        log: home.log('supervisor'),
      });
    }
    ready.resolve(false);
    return code;
  }
}

/** What went wrong, the last words of the guilty, and what to do about it. */
export async function explain(failure: {
  message: string;
  todo?: string | undefined;
  log?: string | undefined;
}): Promise<void> {
  console.error(`\n${failure.message}`);
  if (failure.log !== undefined) {
    const lines = await lastLines(failure.log, 15);
    console.error(`\nThe last lines of ${failure.log}:`);
    for (const line of lines) console.error(`  | ${line}`);
  }
  if (failure.todo !== undefined) console.error(`\nWhat to do: ${failure.todo}`);
}
