import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isMissing } from '../state/files.ts';

/**
 * A process that can be told from a later one with the same number: Linux reuses pids, but not together with the
 * clock tick since boot at which the process started.
 */
export const identitySchema = z.object({ pid: z.int().positive(), startTicks: z.string(), boot: z.string() });
export type Identity = z.infer<typeof identitySchema>;

/** Who runs under this pid now; undefined when nobody does, or only a zombie that nobody has waited for. */
export async function identify(pid: number): Promise<Identity | undefined> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    const { state, startTicks } = parseStat(stat);
    return state === 'Z' || state === 'X' ? undefined : { pid, startTicks, boot: boot.trim() };
  } catch (error) {
    // ESRCH: it ended while its file was being read.
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}

export async function isAlive(identity: Identity): Promise<boolean> {
  const now = await identify(identity.pid);
  return now !== undefined && now.startTicks === identity.startTicks && now.boot === identity.boot;
}

/** Fields 3 and 22 of /proc/<pid>/stat. Field 2, the name in brackets, may itself hold spaces and brackets. */
export function parseStat(stat: string): { state: string; startTicks: string } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  if (state === undefined || startTicks === undefined) throw new Error(`unexpected /proc stat line: ${stat}`);
  return { state, startTicks };
}
