import { readdir, readFile } from 'node:fs/promises';

// Processor time and memory of processes, as Linux tells them (proc(5)).

/** Clock ticks a second: fixed by Linux's interface to programs, whatever the kernel's own. */
const TICKS_PER_SECOND = 100;

/** The most resident memory the process ever had, bytes; 0 once it is gone. */
export async function peakRssOf(pid: number): Promise<number> {
  const status = await readOrEmpty(`/proc/${pid}/status`);
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
}

/** Processor time that each of these used so far with everything below it, ended children included: a server with its workers. */
export async function treeCpuSeconds(roots: readonly number[]): Promise<number[]> {
  const stats = await everyStat();
  const byPid = new Map(stats.map((stat) => [stat.pid, stat]));
  const children = Map.groupBy(stats, ({ parent }) => parent);
  return roots.map((root) => {
    let sum = 0;
    const waiting = [byPid.get(root)].filter((stat) => stat !== undefined);
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      sum += one.cpuSeconds;
      waiting.push(...(children.get(one.pid) ?? []));
    }
    return sum;
  });
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
}

async function everyStat(): Promise<Stat[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(
    pids.map(async (pid) => statOf(pid, await readOrEmpty(`/proc/${pid}/stat`))),
  );
  return stats.filter((stat) => stat !== undefined);
}

/** Exported for its test: the fields behind the name, which is in brackets and may hold spaces and brackets. */
export function statOf(pid: number, text: string): Stat | undefined {
  if (text === '') return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND };
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}
