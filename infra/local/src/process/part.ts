import type { StopPolicy } from './stop.ts';

/** A program and how to run it. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to the plain environment every process of the stack gets. */
  readonly env?: Readonly<Record<string, string>>;
  /** The user to run as, where it is not the launcher's own. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** One process of the stack, as the supervisor sees it. */
export interface Part {
  /** Its log file, its row in `status`. */
  readonly name: string;
  readonly kind: 'server' | 'service' | 'simulator';
  readonly port: number | null;
  /** Makes what the process needs before it can start: folders, configuration, a formatted store. Runs before each first start. */
  prepare?(signal: AbortSignal): Promise<void>;
  /** Asked at every start, so that arguments may depend on the time. */
  command(): Command;
  /** Whether it does its work now. */
  isReady(): Promise<boolean>;
  /** Whether a process that was ready must be restarted although it runs; left out where only its end counts. */
  isAlive?(): Promise<boolean>;
  /** Once, after it became ready: users, databases, access rules. Must bear being run again. */
  settle?(signal: AbortSignal): Promise<void>;
  readonly readyWithinMs: number;
  readonly stop: StopPolicy;
}
