import type { Part } from '../process/part.ts';
import type { Stack } from '../stack.ts';
import { kafkaEnvironment, sourceCommand } from './services.ts';

const SOURCES = ['core', 'gateway', 'mobile'] as const;
/** Transactions a second: enough for a page that lives, little for a laptop that also runs the servers. */
const RATE = 5;
/** One that cannot send ends within this time. */
const SETTLED_MS = 2000;

/**
 * One process a source, as in the world outside. Without a seed they follow the clock, so each meets the others'
 * transactions, and one restarted after a crash joins them instead of sending the past again.
 */
export function simulators(stack: Stack): Part[] {
  return SOURCES.map((source) => simulator(stack, source));
}

function simulator(stack: Stack, source: (typeof SOURCES)[number]): Part {
  let spawnedAt = 0;
  const args = [source, '--rate', String(RATE)];
  const command = sourceCommand(
    stack.surroundings.repo,
    'producers/src/main.ts',
    args,
    kafkaEnvironment(stack, 'producer'),
  );
  return {
    name: `simulator-${source}`,
    kind: 'simulator',
    port: null,
    readyWithinMs: 20_000,
    stop: { signal: 'SIGTERM', patienceMs: 5000 },
    command: () => {
      spawnedAt = Date.now();
      return command;
    },
    // It listens nowhere: what counts is that it goes on running.
    isReady: async () => Date.now() - spawnedAt > SETTLED_MS,
  };
}
