import type { Source } from '@tieout/core';
import { kafkaEnvironment, sourceCommand, type TemporaryStack } from '@tieout/local';
import { type Program, startProgram } from './program.ts';

/** A part of a seeded workload: its transactions from `from` on. */
export interface Slice {
  readonly seed: string;
  readonly from: number;
  readonly count: number;
}

/** How long a missing event is waited for in the stack under test: short, so that deadlines pass while things go wrong. */
export const SLA_MS = 5_000;
export const SLA = `${SLA_MS / 1_000}s`;

/** The simulated systems at work on one slice, each a process of its own. */
export interface Load {
  /** Fulfilled when all of it has been sent. @throws Error where a simulator failed */
  readonly sent: Promise<void>;
  /** When the last of its payments begins, as `performance.now()` tells it. */
  readonly lastBeginsAt: number;
  /** Ends what still sends. */
  stop(): Promise<void>;
}

/** Starts the simulators of these sources. */
export async function startLoad(
  stack: TemporaryStack,
  { seed, from, count }: Slice,
  rate: number,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<Load> {
  const options = { rate, count, from, seed, sla: SLA };
  const lastBeginsAt = performance.now() + (count / rate) * 1_000;
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const programs = await Promise.all(
    sources.map(async (source): Promise<[Source, Program]> => {
      const env = kafkaEnvironment(stack, 'producer');
      const { repo } = stack.surroundings;
      const command = sourceCommand(repo, 'producers/src/main.ts', [source, ...words], env);
      return [source, await startProgram(stack, `simulator-${source}`, command, signal)];
    }),
  );
  const sent = Promise.all(
    programs.map(async ([source, { ended }]) => {
      const end = await ended;
      if (end !== 0) throw new Error(`the simulator of ${source} ended with ${end}`);
    }),
  ).then(() => undefined);
  // Waited for only once the fault has happened; until then a failure must not end this process.
  sent.catch(() => undefined);
  return {
    sent,
    lastBeginsAt,
    async stop() {
      for (const [, program] of programs) program.kill('SIGKILL');
      await Promise.allSettled(programs.map(([, { ended }]) => ended));
    },
  };
}
