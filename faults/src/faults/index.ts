import type { Fault } from '../fault.ts';
import { BACKLOG_FAULTS } from './backlog.ts';
import { FROZEN_FAULTS } from './frozen.ts';
import { KAFKA_FAULTS } from './kafka.ts';
import { MIXED_FAULTS } from './mixed.ts';
import { POISON_FAULTS } from './poison.ts';
import { POSTGRES_FAULTS } from './postgres.ts';
import { RECONCILER_FAULTS } from './reconciler.ts';
import { REDIS_FAULTS } from './redis.ts';
import { REGISTRY_FAULTS } from './registry.ts';
import { SILENCE_FAULTS } from './silence.ts';

/** Everything that this harness lets go wrong, in the order in which it does. */
export const FAULTS: readonly Fault[] = [
  ...MIXED_FAULTS,
  ...RECONCILER_FAULTS,
  ...FROZEN_FAULTS,
  ...REDIS_FAULTS,
  ...KAFKA_FAULTS,
  ...POSTGRES_FAULTS,
  ...REGISTRY_FAULTS,
  ...SILENCE_FAULTS,
  ...POISON_FAULTS,
  ...BACKLOG_FAULTS,
];
