import type { Part } from '../process/part.ts';
import type { Stack } from '../stack.ts';
import { kafkaEnvironment, sourceCommand } from './services.ts';

const SOURCES = ['core', 'gateway', 'mobile'] as const;
/** Transactions a second: enough for a page that lives, little for a laptop that also runs the servers. */
const RATE = 5;

/**
 * One process a source, as in the world outside; they agree on what happens by sharing seed and index. The index follows the
 * clock, so that one restarted after a crash joins the others instead of sending the past again.
 */
export function simulators(stack: Stack, startedAt = Date.now()): Part[] {
  // The same seed sends the same event ids again, so every start has a seed of its own.
  const seed = String(Math.floor(startedAt / 1000));
  return SOURCES.map((source) => ({
    name: `simulator-${source}`,
    kind: 'simulator',
    port: null,
    readyWithinMs: 20_000,
    stop: { signal: 'SIGTERM', patienceMs: 5000 },
    command: () => {
      const from = Math.floor(((Date.now() - startedAt) / 1000) * RATE);
      const args = [source, '--rate', String(RATE), '--seed', seed, '--from', String(from)];
      return sourceCommand(stack.surroundings.repo, 'producers', args, kafkaEnvironment(stack, 'producer'));
    },
    // It listens nowhere: what counts is that it goes on running.
    isReady: async () => true,
  }));
}
