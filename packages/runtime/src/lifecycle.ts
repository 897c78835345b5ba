import { flushCompileCache } from 'node:module';
import type { Logger } from './logger.ts';

/** A part of a process, started in the order it was added and stopped in the opposite one. */
export interface Step {
  readonly name: string;
  start?(): Promise<void> | void;
  stop?(): Promise<void> | void;
}

export interface Service {
  /** Starts every step; resolves when all run, or once a stop has begun. Until then signals already stop what has been started. */
  run(): Promise<void>;
  /** Stops everything because of an error nobody can handle here; the exit code becomes 1. Only the first call counts. */
  fail(error: unknown): void;
}

/** What of the running process a service touches. */
interface ProcessHost {
  on(
    event: 'SIGTERM' | 'SIGINT' | 'uncaughtException' | 'unhandledRejection',
    listener: (reason: unknown) => void,
  ): unknown;
  exit(code: number): unknown;
}

export interface ServiceOptions {
  readonly logger: Logger;
  readonly steps: readonly Step[];
  /** After this long a stop gives up waiting and ends the process with exit code 1. */
  readonly stopLimitMs?: number;
  /** Replaced in tests only. */
  readonly process?: ProcessHost;
}

/** Runs a process from its steps: SIGTERM and SIGINT stop it with exit code 0, an uncaught error with 1. */
export function createService({
  logger,
  steps,
  stopLimitMs = 5_000,
  process: host = process,
}: ServiceOptions): Service {
  const started: Step[] = [];
  let stopping = false;
  let exitCode = 0;

  async function stop(reason: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'stopping');
    let at = '';
    const limit = setTimeout(() => {
      logger.error({ stopLimitMs, step: at }, 'did not stop in time, ending the process');
      host.exit(1);
    }, stopLimitMs);
    for (const step of started.toReversed()) {
      at = step.name;
      try {
        await step.stop?.();
      } catch (err) {
        exitCode = 1;
        logger.error({ err, step: step.name }, 'a step failed to stop');
      }
    }
    clearTimeout(limit);
    logger.info('stopped');
    host.exit(exitCode);
  }

  function fail(error: unknown): void {
    if (stopping) return;
    exitCode = 1;
    logger.fatal({ err: error }, 'giving up');
    void stop('error');
  }

  async function run(): Promise<void> {
    host.on('SIGTERM', () => void stop('SIGTERM'));
    host.on('SIGINT', () => void stop('SIGINT'));
    host.on('uncaughtException', fail);
    host.on('unhandledRejection', fail);
    for (const step of steps) {
      if (stopping) return;
      // Added before it starts: a step that hangs or fails half way through is stopped as well.
      started.push(step);
      try {
        await step.start?.();
      } catch (error) {
        fail(error);
        return;
      }
      logger.debug({ step: step.name }, 'started');
    }
    if (stopping) return;
    logger.info('running');
    // So that the next start finds it, however this one ends. Does nothing where no NODE_COMPILE_CACHE is set.
    flushCompileCache();
  }

  return { run, fail };
}
