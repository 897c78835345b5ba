// For the house's own tooling that starts a stack of its own and meddles with its processes.
export { type Surroundings, surroundings } from './env.ts';
export { LauncherError } from './launcher-error.ts';
export type { Command } from './process/part.ts';
export { answers } from './process/probe.ts';
export { type ProcessRow, readRecord } from './process/record.ts';
export { ensureJavaProgram, type JavaProgram } from './provision/java-program.ts';
export { registryUrl } from './servers/apicurio.ts';
export {
  api,
  kafkaEnvironment,
  reconciler,
  sourceCommand,
  verifierEnvironment,
} from './services/services.ts';
export { postgresUrl, redisUrl } from './stack.ts';
export { loadCheckpointKey } from './state/checkpoint-key.ts';
export { type TemporaryStack, withTemporaryStack } from './testing/temporary-stack.ts';
