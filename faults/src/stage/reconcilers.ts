import { hostname } from 'node:os';
import { reconciler, type TemporaryStack } from '@tieout/local';
import getPort from 'get-port';
import { eventually } from './patience.ts';
import { isReady, type Processes } from './processes.ts';
import { type Program, startProgram } from './program.ts';
import type { Watch } from './watch.ts';

/** A reconciler that this harness started, with the settings of the supervised one. */
export interface Helper extends Program {
  readonly port: number;
  /** As the lanes' rows name it. */
  readonly owner: string;
}

/** How the lanes' rows, and the names of its connections, tell a reconciler of this machine. */
export const ownerOf = (pid: number): string => `${hostname()}/${pid}`;

const JOIN_LIMIT_MS = 120_000;

/** The reconcilers of the stack: one under the supervisor, and any number of ours. */
export class Reconcilers {
  readonly #stack: TemporaryStack;
  readonly #processes: Processes;
  readonly #watch: Watch;
  readonly #signal: AbortSignal;
  readonly #helpers = new Set<Helper>();
  #started = 0;

  constructor(stack: TemporaryStack, processes: Processes, watch: Watch, signal: AbortSignal) {
    this.#stack = stack;
    this.#processes = processes;
    this.#watch = watch;
    this.#signal = signal;
  }

  get helpers(): readonly Helper[] {
    return [...this.#helpers];
  }

  /** Starts one more, and does not wait for it. */
  async add(): Promise<Helper> {
    const port = await getPort();
    const command = reconciler(this.#stack).command();
    const name = `reconciler-${(this.#started += 1) + 1}`;
    const env = { ...command.env, HTTP_PORT: String(port) };
    const program = await startProgram(this.#stack, name, { ...command, env }, this.#signal);
    const helper = { ...program, port, owner: ownerOf(program.pid) };
    this.#helpers.add(helper);
    void program.ended.then(() => this.#helpers.delete(helper));
    return helper;
  }

  /** Ends it and waits until it has. */
  async end(helper: Helper, signal: NodeJS.Signals): Promise<void> {
    helper.kill(signal);
    await helper.ended;
  }

  /** Ends the supervised one and has it started again at once, without the pauses by which the supervisor answers one end after the other. */
  async replaceSupervised(signal: NodeJS.Signals): Promise<void> {
    await this.#processes.without('reconciler', () => Promise.resolve(), signal);
  }

  /** Waits until the lanes have this many owners and every process works. */
  async spreadOver(owners: number): Promise<void> {
    await eventually(
      `the lanes are spread over ${owners} reconcilers`,
      async () => {
        const rows = await this.#watch.lanes().catch(() => []);
        if (new Set(rows.map(({ owner }) => owner)).size !== owners) return false;
        const ports = [this.#stack.ports.reconciler, ...this.helpers.map(({ port }) => port)];
        return (await Promise.all(ports.map(isReady))).every(Boolean);
      },
      { limitMs: JOIN_LIMIT_MS, signal: this.#signal },
    );
  }

  async endAll(): Promise<void> {
    await Promise.all(this.helpers.map((helper) => this.end(helper, 'SIGKILL')));
  }
}
