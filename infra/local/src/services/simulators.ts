import type { Part } from '../process/part.ts';
import type { Stack } from '../stack.ts';
import { kafkaEnvironment, sourceCommand } from './services.ts';

const SOURCES = ['core', 'gateway', 'mobile'] as const;
/** Transactions a second: enough for a page that lives, little for a laptop that also runs the servers. */
const RATE = 5;

/**
 * One process a source, as in the world outside. Without a seed they follow the clock, and so tell of the same payments, dated now, whenever
 * each of them starts or starts over.
 */
export function simulators(stack: Stack): Part[] {
  return SOURCES.map((source) => ({
    name: `simulator-${source}`,
    kind: 'simulator',
    port: null,
    readyWithinMs: 20_000,
    stop: { signal: 'SIGTERM', patienceMs: 5000 },
    command: () =>
      sourceCommand(
        stack.surroundings.repo,
        'producers',
        [source, '--rate', String(RATE)],
        kafkaEnvironment(stack, 'producer'),
      ),
    // It listens nowhere: what counts is that it goes on running.
    isReady: async () => true,
  }));
}
