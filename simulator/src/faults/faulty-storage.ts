import { TieoutError } from '@tieout/core';
import type { AuditRow, FlushRecord, LaneHead, LaneMoved, LaneStorage, LaneTransaction } from '@tieout/store';
import type { Surroundings, VirtualProcess } from '../process/virtual-process.ts';
import { UNSTORABLE } from '../workload/poison.ts';
import type { Outages } from './outages.ts';
import type { Call } from './steps.ts';

function rowText({ seq, action, txnId, actor, detail }: AuditRow): string {
  const { status, previous_status: before, reasons, code, result }: RowFacts = JSON.parse(detail.toString());
  const change = status === undefined ? '' : `: ${before ?? 'new'} → ${status} ${reasons?.join('+') ?? ''}`;
  return `row ${seq} ${action} ${txnId ?? ''}${change} ${code ?? result ?? ''} by ${actor}`;
}

interface RowFacts {
  readonly status?: string;
  readonly previous_status?: string | null;
  readonly reasons?: readonly string[];
  readonly code?: string | null;
  readonly result?: string;
}

/** Events, and what people have written. */
function isUnstorable({ raw, audit }: FlushRecord): boolean {
  return (
    raw.some(({ event }) => event.reference === UNSTORABLE) ||
    audit.some(({ action, detail }) => action === 'COMMENT' && detail.includes(UNSTORABLE))
  );
}

/** How long a commit whose answer was lost may still be under way. */
const COMMITTING_MS_MAX = 400;

/** One process's connections to the database: every call takes time on its way there and back, and may be lost on either. */
export class FaultyStorage implements LaneStorage {
  readonly #inner: LaneStorage;
  readonly #process: VirtualProcess;
  readonly #world: Surroundings;
  readonly #outages: Outages;
  /** Transactions under way: they end with the process's connections. */
  readonly #open = new Set<LaneTransaction>();

  constructor(inner: LaneStorage, process: VirtualProcess, world: Surroundings, outages: Outages) {
    this.#inner = inner;
    this.#process = process;
    this.#world = world;
    this.#outages = outages;
    process.onEnd(() => {
      for (const open of this.#open) void open.abandon();
    });
  }

  take: LaneStorage['take'] = (...args) => this.#call('storage.take', () => this.#inner.take(...args));
  settle: LaneStorage['settle'] = (from) => this.#call('storage.settle', () => this.#inner.settle(from));
  ruleSets: LaneStorage['ruleSets'] = () => this.#call('storage.ruleSets', () => this.#inner.ruleSets());
  lastRecords: LaneStorage['lastRecords'] = (partition) =>
    this.#call('storage.lastRecords', () => this.#inner.lastRecords(partition));
  load: LaneStorage['load'] = (...args) => this.#call('storage.load', () => this.#inner.load(...args));
  due: LaneStorage['due'] = (...args) => this.#call('storage.due', () => this.#inner.due(...args));
  redrives: LaneStorage['redrives'] = (...args) =>
    this.#call('storage.redrives', () => this.#inner.redrives(...args));
  /** No world gives a lane a reason to halt, so it is no moment of its own. */
  halt: LaneStorage['halt'] = (...args) => this.#inner.halt(...args);

  async *openDeadlines(
    ...args: Parameters<LaneStorage['openDeadlines']>
  ): ReturnType<LaneStorage['openDeadlines']> {
    for await (const page of this.#inner.openDeadlines(...args))
      yield await this.#call('storage.openDeadlines', () => Promise.resolve(page));
  }

  async begin(from: LaneHead): Promise<LaneTransaction | LaneMoved> {
    let started: LaneTransaction | undefined;
    const begun = await this.#call('storage.begin', async () => {
      const answer = await this.#inner.begin(from);
      if ('moved' in answer) return answer;
      // A process that ended while it waited for the lane's row never hears of it.
      if (this.#process.state === 'ended') await answer.abandon();
      else this.#open.add((started = answer));
      return answer;
    }).catch(async (error: unknown) => {
      if (started !== undefined) await this.#end(started);
      throw error;
    });
    if ('moved' in begun) {
      if (begun.moved.epoch !== from.epoch)
        this.#world.faults.count('former owner flushes on', this.#process.name);
      return begun;
    }
    return this.#transaction(begun);
  }

  #transaction(inner: LaneTransaction): LaneTransaction {
    return {
      commands: inner.commands,
      write: (results) =>
        this.#inside('transaction.write', inner, () => {
          const refused = results.some(({ verdict }) => verdict.legs.core?.reference === UNSTORABLE);
          return refused ? this.#refuse(inner) : inner.write(results);
        }),
      load: (txnIds) => this.#inside('transaction.load', inner, () => inner.load(txnIds)),
      finishRedrive: (redrive) =>
        this.#inside('transaction.finishRedrive', inner, () => inner.finishRedrive(redrive)),
      commit: (record) => this.#commit(inner, record),
      // Where a commit is under way its connection is gone: nobody can call it back.
      abandon: () => (this.#open.has(inner) ? this.#end(inner) : Promise.resolve()),
    };
  }

  #end(inner: LaneTransaction): Promise<void> {
    this.#open.delete(inner);
    return inner.abandon();
  }

  async #commit(inner: LaneTransaction, record: FlushRecord): Promise<void> {
    await this.#inside('transaction.commit', inner, async () => {
      if (isUnstorable(record)) await this.#refuse(inner);
      const { faults, random, time } = this.#world;
      if (!faults.strikes('answer to a commit lost', this.#process.name)) {
        await inner.commit(record);
        this.#open.delete(inner);
        this.#told(record);
        return;
      }
      // Whether and when it is carried out the process cannot know, nor does it matter to that whether it lives on.
      this.#open.delete(inner);
      time.after(random.between(0, COMMITTING_MS_MAX), () => {
        if (random.next() < 0.7)
          inner.commit(record).then(
            () => this.#told(record),
            () => inner.abandon(),
          );
        else void inner.abandon();
      });
      throw new TieoutError('COMMIT_UNKNOWN', 'the answer to COMMIT was lost');
    });
  }

  /** What everybody sees from now on. */
  #told({ head, raw, deadLetters, audit }: FlushRecord): void {
    const { trace, time } = this.#world;
    const lane = `lane ${head.partition}`;
    trace.add(
      time.now,
      this.#process.name,
      () =>
        `${lane} flush ${head.flushNumber} is committed: ${raw.length} raw events, ${deadLetters.length} dead letters, lane time ${new Date(head.laneTime).toISOString().slice(11, -1)}`,
    );
    for (const row of audit)
      if (row.action !== 'FLUSH') trace.add(time.now, this.#process.name, () => `${lane} ${rowText(row)}`);
  }

  async #refuse(inner: LaneTransaction): Promise<never> {
    await this.#end(inner);
    throw new TieoutError('STORE_REFUSED', 'a value that cannot be stored');
  }

  /** An error ends the transaction, as it does in Postgres; but for a commit of which nobody knows. */
  async #inside<T>(call: Call, inner: LaneTransaction, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#call(call, work);
    } catch (error) {
      if (!(error instanceof TieoutError) || error.code !== 'COMMIT_UNKNOWN') await this.#end(inner);
      throw error;
    }
  }

  async #call<T>(call: Call, work: () => Promise<T>): Promise<T> {
    await this.#process.pass(`${call}: sent`);
    if (this.#outages.postgres) throw new TieoutError('POSTGRES_UNAVAILABLE', 'Postgres is away');
    if (this.#world.faults.strikes('connection to Postgres lost', `${this.#process.name} ${call}`))
      throw new TieoutError('POSTGRES_UNAVAILABLE', 'the connection was lost');
    const answer = await work();
    // Done, and not known to be: for a commit that is another matter.
    if (
      call !== 'transaction.commit' &&
      this.#world.faults.strikes('answer of Postgres lost', `${this.#process.name} ${call}`)
    )
      throw new TieoutError('POSTGRES_UNAVAILABLE', 'the answer was lost');
    await this.#process.pass(`${call}: answered`);
    return answer;
  }
}
