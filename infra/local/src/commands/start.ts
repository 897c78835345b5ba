import { setTimeout as sleep } from 'node:timers/promises';
import { readConnection } from '../connection.ts';
import type { Surroundings } from '../env.ts';
import { readRecord } from '../process/record.ts';
import { summary } from '../screen/summary.ts';
import { checkedDuration } from '../state/duration.ts';
import { type Home, homeAt } from '../state/home.ts';
import { supervisorOf } from '../supervisor/lock.ts';
import { liveScreen } from '../screen/live-screen.ts';
import { plainScreen } from '../screen/plain-screen.ts';
import { launch } from './launch.ts';

export interface StartOptions {
  readonly detach: boolean;
  readonly producers: boolean;
  readonly serversOnly: boolean;
  readonly sla?: string;
}

export async function start(surroundings: Surroundings, options: StartOptions): Promise<number> {
  const home = homeAt(surroundings.home);
  const sla = options.sla === undefined ? undefined : checkedDuration(options.sla);
  if ((await supervisorOf(home.lock)) !== undefined) return alreadyRunning(home);

  // A moving list on a terminal, one line an event elsewhere.
  const shown = process.stdout.isTTY ? liveScreen() : plainScreen((line) => console.log(line));
  const startedAt = performance.now();
  const { serversOnly, producers } = options;
  const launched = await launch(
    surroundings,
    home,
    { serversOnly, producers, sla, login: true, temporary: false },
    shown,
  );
  let interrupted = false;
  const stop = (): void => {
    if (!interrupted) console.log('\nStopping …');
    interrupted = true;
    launched.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

  const wasReady = await launched.ready;
  if (wasReady) {
    console.log(`\nReady in ${((performance.now() - startedAt) / 1000).toFixed(1)} s. State: ${home.folder}`);
    await showSummary(home, options.serversOnly);
    if (options.detach) {
      await launched.detach();
      return 0;
    }
    console.log('  Ctrl-C stops everything.\n');
  }
  const code = await launched.ended;
  // What a shell says of a command that Ctrl-C ended before it had done its work.
  return interrupted && !wasReady ? 130 : code;
}

async function alreadyRunning(home: Home): Promise<number> {
  let record = await readRecord(home.record);
  if (record?.state === 'starting') console.log('Tieout is being started already; waiting for it.');
  while (record?.state === 'starting' && (await supervisorOf(home.lock)) !== undefined) {
    await sleep(250);
    record = await readRecord(home.record);
  }
  if (record?.state !== 'ready') {
    console.error('The other start did not succeed, or the stack is being stopped. Try again.');
    return 1;
  }
  console.log(`Tieout is running already. State: ${home.folder}`);
  await showSummary(home, record.serversOnly);
  return 0;
}

async function showSummary(home: Home, serversOnly: boolean): Promise<void> {
  const connection = await readConnection(home);
  if (connection === undefined) return;
  console.log(serversOnly ? `\n  How to connect: ${home.connection}\n` : summary(connection));
}
