import { randomInt } from 'node:crypto';
import getPort, { portNumbers } from 'get-port';
import { z } from 'zod';
import { readIfThere, writeWhole } from './files.ts';

/** Every port a stack listens on, all of them on 127.0.0.1. */
export const PORT_NAMES = [
  'web',
  'api',
  'reconciler',
  'notifier',
  'retention',
  'postgres',
  'redis',
  'kafka',
  'kafkaController',
  'apicurio',
  'apicurioManagement',
  'keycloak',
  'keycloakManagement',
] as const;
export type PortName = (typeof PORT_NAMES)[number];
export type Ports = Readonly<Record<PortName, number>>;

/** What people type. The rest is chosen below the range outgoing connections take theirs from (32768 on Linux). */
export const PREFERRED: Partial<Record<PortName, number>> = { web: 3000, api: 8000 };
const FREE_RANGE = { from: 20_000, to: 31_000 };

const number = z.int().min(1).max(65_535);
const complete = z.record(z.enum(PORT_NAMES), number);
const remembered = z.partialRecord(z.enum(PORT_NAMES), number);

/** Asks for a free port, trying `wanted` in order, never one of `exclude`. */
export type PortPicker = (wanted: Iterable<number>, exclude: Iterable<number>) => Promise<number>;

/** get-port tries every address of the machine: a port taken on ::1 only would still catch a browser's `localhost`. */
const pickFree: PortPicker = (wanted, exclude) => getPort({ port: wanted, exclude });

export interface ChosenPorts {
  readonly ports: Ports;
  /** Ports that had to move, with the one remembered or preferred before. */
  readonly moved: readonly { name: PortName; from: number; to: number }[];
}

/** The stack's ports: the remembered ones where they are still free, else others, which are remembered from then on. */
export async function choosePorts(
  path: string,
  preferred: Partial<Record<PortName, number>>,
  pick = pickFree,
): Promise<ChosenPorts> {
  const text = await readIfThere(path);
  const before = text === undefined ? {} : remembered.parse(JSON.parse(text));
  const chosen: Partial<Record<PortName, number>> = {};
  const moved: ChosenPorts['moved'][number][] = [];
  for (const name of PORT_NAMES) {
    const first = before[name] ?? preferred[name];
    const reserved = PORT_NAMES.flatMap((other) =>
      other === name ? [] : (chosen[other] ?? before[other] ?? []),
    );
    const port = await pick(candidates(first, preferred[name]), reserved);
    chosen[name] = port;
    if (first !== undefined && first !== port) moved.push({ name, from: first, to: port });
  }
  const ports = complete.parse(chosen);
  await writeWhole(path, `${JSON.stringify(ports, null, 2)}\n`);
  return { ports, moved };
}

/** The remembered ports of a stack that has been started before. */
export async function rememberedPorts(path: string): Promise<Ports | undefined> {
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  return complete.parse(JSON.parse(text));
}

function* candidates(first: number | undefined, preferred: number | undefined): Generator<number> {
  if (first !== undefined) yield first;
  if (preferred !== undefined) yield* portNumbers(preferred, preferred + 20);
  const start = randomInt(FREE_RANGE.from, FREE_RANGE.to);
  yield* portNumbers(start, start + 200);
}
