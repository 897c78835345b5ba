import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '../commands/launch.ts';
import { stopStack } from '../commands/stop.ts';
import type { Surroundings } from '../env.ts';
import { LauncherError } from '../launcher-error.ts';
import { identify } from '../process/identity.ts';
import { plainScreen } from '../screen/plain-screen.ts';
import type { Stack } from '../stack.ts';
import { homeAt } from '../state/home.ts';
import { rememberedPorts } from '../state/ports.ts';
import { loadSecrets } from '../state/secrets.ts';

const PREFIX = 'tieout-test-';

/** A stack that runs for as long as `work` does. */
export interface TemporaryStack extends Stack {
  /** The supervisor leaves this process as it is, frozen or ended, until `release`. */
  hold(name: string): Promise<void>;
  /** It looks after it again, and starts it at once where it has ended. */
  release(name: string): Promise<void>;
}

/**
 * Runs `work` against a stack of its own: fresh state in a temporary folder, free ports, no simulators. Whatever happens to
 * `work`, to the stack or to this process, nothing of it is left behind.
 * @param options `login`: false leaves Keycloak out, which takes the longest to start; `bareKafka`: as `Stack.bareKafka`
 * @param work gets the path of the file that says how to connect
 */
export async function withTemporaryStack<T>(
  surroundings: Surroundings,
  options: {
    serversOnly: boolean;
    sla: string | undefined;
    login?: boolean;
    bareKafka?: number;
    signal: AbortSignal;
  },
  work: (connectionFile: string, stack: TemporaryStack) => Promise<T>,
): Promise<T> {
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(folder, 0o755); // as root, PostgreSQL runs as another user
  const home = homeAt(folder);
  try {
    const { serversOnly, sla, login = true, bareKafka, signal } = options;
    const own = { ...surroundings, home: folder };
    const launched = await launch(
      own,
      home,
      { serversOnly, sla, login, producers: false, temporary: true, bareKafka },
      plainScreen((line) => console.log(line)),
    );
    const stop = (): void => launched.stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      if (signal.aborted) stop();
      if (!(await launched.ready)) throw new LauncherError('The servers for the tests did not come up.');
      signal.throwIfAborted();
      const ports = await rememberedPorts(home.ports);
      if (ports === undefined) throw new LauncherError('The stack became ready without ports.');
      const secrets = await loadSecrets(home.secrets);
      const stack: TemporaryStack = {
        surroundings: own,
        home,
        ports,
        secrets,
        serversOnly,
        temporary: true,
        bareKafka,
        hold: (name) => launched.hold(name),
        release: (name) => launched.release(name),
      };
      return await work(home.connection, stack);
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
      await launched.ended;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Clears away what a test run that was killed left. Its stack has ended by itself; if not, it is ended here. */
async function sweep(): Promise<void> {
  for (const entry of await readdir(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(entry)?.[1];
    if (pid === undefined || (await identify(Number(pid))) !== undefined) continue;
    const folder = join(tmpdir(), entry);
    await stopStack(homeAt(folder));
    await rm(folder, { recursive: true, force: true });
  }
}
