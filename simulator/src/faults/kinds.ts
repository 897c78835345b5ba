/** Everything that goes wrong in simulated worlds. A run over enough seeds fails where one of these never came up. */
export const FAULT_KINDS = [
  // The log and its client.
  'event sent twice',
  'batch delivered twice',
  'batch delivered with what came before it',
  'batch lost',
  'batch overtaken by the next',
  'source falls behind',
  'source falls silent',
  'producer transaction held open',
  'producer transaction aborted',
  'log trimmed before it was read',
  'broker unreachable',
  'client hangs',
  'registry unreachable',
  // Postgres and Redis.
  'Postgres unreachable',
  'connection to Postgres lost',
  'answer of Postgres lost',
  'answer to a commit lost',
  'former owner flushes on',
  'rules changed',
  'Redis unreachable',
  'Redis emptied',
  'answer of Redis lost',
  'cache change arrived in part',
  'cache entry stale',
  'cache entry damaged',
  'cache entry ahead of storage',
  // Processes.
  'process killed',
  'process killed at a step',
  'process frozen',
  'all processes down for longer than the SLA',
  'process stopped in order',
  'process added',
  'group rebalanced',
  'clock jumps ahead',
  'clock jumps back',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];
