import { setTimeout as sleep } from 'node:timers/promises';
import { type Identity, isAlive } from './identity.ts';

export interface StopPolicy {
  /** The signal that asks this program to end in good order. */
  readonly signal: 'SIGTERM' | 'SIGINT';
  /** How long it may take before it is killed. */
  readonly patienceMs: number;
}

/** Ends exactly this process: asks, waits, then kills. Returns 'gone' where there was nothing to do. */
export async function stopProcess(
  identity: Identity,
  policy: StopPolicy,
): Promise<'gone' | 'stopped' | 'killed'> {
  if (!(await isAlive(identity))) return 'gone';
  send(identity.pid, policy.signal);
  if (await isGoneWithin(identity, policy.patienceMs)) return 'stopped';
  send(identity.pid, 'SIGKILL');
  await isGoneWithin(identity, 5000);
  return 'killed';
}

async function isGoneWithin(identity: Identity, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (await isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await sleep(50);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
