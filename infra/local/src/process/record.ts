import { renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readIfThere } from '../state/files.ts';
import { identitySchema, isAlive } from './identity.ts';
import { stopProcess } from './stop.ts';

/** What the supervisor knows about one process, for `status` and for cleaning up after a supervisor that was killed. */
const processSchema = z.object({
  name: z.string(),
  kind: z.enum(['server', 'service', 'simulator']),
  port: z.int().nullable(),
  state: z.enum(['starting', 'ready', 'unwell', 'restarting', 'stopped']),
  restarts: z.int(),
  identity: identitySchema.nullable(),
  stop: z.object({ signal: z.enum(['SIGTERM', 'SIGINT']), patienceMs: z.number() }),
});
export type ProcessRow = z.infer<typeof processSchema>;

const recordSchema = z.object({
  state: z.enum(['starting', 'ready', 'stopping']),
  serversOnly: z.boolean(),
  processes: z.array(processSchema),
});
export type StackRecord = z.infer<typeof recordSchema>;

/** Written at once and before anything else happens, so that a process is never alive without being on record. */
export function writeRecord(path: string, record: StackRecord): void {
  writeFileSync(`${path}.tmp`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}

export async function readRecord(path: string): Promise<StackRecord | undefined> {
  const text = await readIfThere(path);
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}

/** Later kinds use earlier ones, so they are stopped first. */
const STOP_ORDER: readonly (readonly string[])[] = [
  ['simulator'],
  ['service'],
  ['keycloak', 'apicurio'],
  ['kafka'],
  ['postgres', 'redis'],
];

/** Groups of processes in the order in which they may be stopped; those of one group at the same time. */
export function inStopOrder<T extends { readonly name: string; readonly kind: string }>(
  processes: readonly T[],
): T[][] {
  const rank = (row: T): number => {
    const found = STOP_ORDER.findIndex((group) => group.includes(row.name) || group.includes(row.kind));
    return found === -1 ? STOP_ORDER.length : found;
  };
  const groups = Map.groupBy(processes, rank);
  return [...groups.keys()].toSorted((a, b) => a - b).map((key) => groups.get(key) ?? []);
}

/** Ends what a killed supervisor left running: exactly the recorded processes, told by pid and start time. Returns their names. */
export async function stopLeftovers(path: string): Promise<string[]> {
  const record = await readRecord(path);
  const stopped: string[] = [];
  for (const group of inStopOrder(record?.processes ?? [])) {
    await Promise.all(
      group.map(async ({ name, identity, stop }) => {
        if (identity === null || !(await isAlive(identity))) return;
        await stopProcess(identity, stop);
        stopped.push(name);
      }),
    );
  }
  return stopped;
}
