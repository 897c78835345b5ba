import { TieoutError, type RuleSet, type Source, type TxnId } from '@tieout/core';
import {
  sameFlush,
  type Command,
  type Deadline,
  type LaneHead,
  type LaneMoved,
  type LaneStorage,
  type LaneTransaction,
  type PerSource,
  type RecordPlace,
} from '../lane-ports.ts';
import type { Redrive } from '../redrive.ts';
import { activationRow, inForceFrom, type ActivatedBy, type JudgedSoFar } from '../rule-activation.ts';
import type { StoredTransaction } from '../transaction/stored-transaction.ts';
import { MemoryLaneTransaction, unpackRows } from './lane-transaction.ts';
import { copyHead, newLane, Tables, type MemoryContent, type ResultRow } from './tables.ts';

const DEADLINES_PER_PAGE = 10_000;

/**
 * Lanes in memory, with the behaviour of those in Postgres but for its patience: who asks for a row by force gets it at once. One instance
 * is the database; all owners of a simulation share it. No clock, no timer, no randomness: it does nothing but when it is called.
 */
export class MemoryLaneStorage implements LaneStorage {
  readonly #tables = new Tables();
  readonly #open = new Map<number, MemoryLaneTransaction>();

  /** What is committed at this moment. */
  get content(): MemoryContent {
    return this.#tables;
  }

  async take(partition: number, partitionCount: number, owner: string): Promise<LaneHead> {
    if (partition < 0 || partition >= partitionCount)
      throw new TieoutError('STORE_REFUSED', `there is no lane ${partition} of ${partitionCount}`);
    this.#open.get(partition)?.terminate('another owner took the lane');
    const { lanes } = this.#tables;
    const { head } = lanes.get(partition) ?? newLane(partition, partitionCount, owner);
    const taken = { ...head, epoch: head.epoch + 1n };
    lanes.set(partition, { head: taken, owner, halted: null });
    if (taken.partitionCount !== partitionCount) {
      throw new TieoutError(
        'LANE_HALTED',
        `lane ${partition} was one of ${taken.partitionCount} lanes and the topics now have ${partitionCount} partitions`,
      );
    }
    return copyHead(taken);
  }

  async settle(from: LaneHead): Promise<LaneHead> {
    const { head } = this.#tables.lane(from.partition);
    if (head.epoch === from.epoch) this.#open.get(from.partition)?.terminate('the lane was settled');
    return copyHead(head);
  }

  async ruleSets(): Promise<readonly RuleSet[]> {
    return this.#tables.ruleSets;
  }

  /** Adds a rule set and tells every lane, between two flushes of each: no more than tests of lanes need. */
  async activate(ruleSet: RuleSet): Promise<void> {
    await this.#whenFree(() => {
      this.#addRules(ruleSet);
      this.#replaceHeads((head) => ({ ...head, rulesVersion: ruleSet.version }));
    });
  }

  /**
   * Puts the next version in force, from just after everything any lane has read, and tells every lane's chain.
   *
   * @param make called when no flush is under way
   */
  async activateNext(
    make: (version: number, effectiveFrom: number) => RuleSet,
    by: ActivatedBy,
  ): Promise<RuleSet> {
    return this.#whenFree(() => {
      const { ruleSets, auditRows } = this.#tables;
      const version = Math.max(0, ...ruleSets.map((one) => one.version)) + 1;
      const ruleSet = make(version, inForceFrom(this.#judgedSoFar()));
      this.#addRules(ruleSet);
      this.#replaceHeads((head) => {
        const told = activationRow(head, ruleSet, by);
        auditRows.push(told.row);
        return { ...head, chain: told.head, rulesVersion: version };
      });
      return ruleSet;
    });
  }

  /** Somebody asks for something: it waits for the lane's next flush. */
  request(partition: number, command: Command): void {
    this.#tables.commands.set(command.id, {
      ...command,
      body: structuredClone(command.body),
      partition,
      answer: null,
    });
  }

  async lastRecords(partition: number): Promise<PerSource<RecordPlace | null>> {
    const last = (source: Source): RecordPlace | null => {
      let place: RecordPlace | null = null;
      // Not simply the newest row: a redrive adds an older record later.
      for (const { event } of this.#tables.rawEvents)
        if (event.source === source && event.partition === partition && event.offset > (place?.offset ?? -1n))
          place = { offset: event.offset, appendTime: event.appendTime };
      return place;
    };
    return { core: last('core'), gateway: last('gateway'), mobile: last('mobile') };
  }

  async load(partition: number, txnIds: readonly TxnId[]): Promise<readonly StoredTransaction[]> {
    const rows = this.#tables.results(partition);
    return unpackRows(txnIds, (txnId) => rows.get(txnId));
  }

  async redrives(partition: number, limit: number): Promise<readonly Redrive[]> {
    return this.#tables.waitingRedrives(partition, limit);
  }

  async *openDeadlines(
    partition: number,
    from: number,
    to: number,
  ): AsyncGenerator<readonly Deadline[], void, void> {
    yield this.#select(partition, ({ lateDueAt }) => lateDueAt !== null).map(deadline);
    let last: ResultRow | undefined;
    for (;;) {
      const after = last;
      const page = this.#select(
        partition,
        (row) =>
          row.verdict.firstSeenAt >= from &&
          row.verdict.firstSeenAt <= to &&
          (after === undefined || byFirstSeen(row, after) > 0),
      )
        .toSorted(byFirstSeen)
        .slice(0, DEADLINES_PER_PAGE);
      yield page.map(deadline);
      last = page.at(-1);
      if (page.length < DEADLINES_PER_PAGE) return;
    }
  }

  async due(partition: number, from: number, until: number, limit: number): Promise<readonly Deadline[]> {
    return this.#select(
      partition,
      ({ verdict, lateDueAt }) => verdict.firstSeenAt >= from || lateDueAt !== null,
    )
      .map(deadline)
      .filter(({ dueAt }) => dueAt <= until)
      .toSorted((a, b) => a.dueAt - b.dueAt || compare(a.txnId, b.txnId))
      .slice(0, limit);
  }

  async begin(from: LaneHead): Promise<LaneTransaction | LaneMoved> {
    const { partition } = from;
    for (let open = this.#open.get(partition); open !== undefined; open = this.#open.get(partition))
      await open.ended;
    const { head } = this.#tables.lane(partition);
    if (!sameFlush(from, head)) return { moved: copyHead(head) };
    const transaction = new MemoryLaneTransaction(this.#tables, head, () => this.#open.delete(partition));
    this.#open.set(partition, transaction);
    return transaction;
  }

  async halt(partition: number, reason: string): Promise<void> {
    for (let open = this.#open.get(partition); open !== undefined; open = this.#open.get(partition))
      await open.ended;
    const row = this.#tables.lanes.get(partition);
    if (row !== undefined) this.#tables.lanes.set(partition, { ...row, halted: reason });
  }

  /** Does this once every flush under way is over, and before another can begin. */
  async #whenFree<T>(work: () => T): Promise<T> {
    for (let [open] = this.#open.values(); open !== undefined; [open] = this.#open.values()) await open.ended;
    return work();
  }

  #judgedSoFar(): JudgedSoFar {
    const lanes = [...this.#tables.lanes.values()].map(({ head }) => head);
    const rows = lanes.flatMap(({ partition }) => [...this.#tables.results(partition).values()]);
    return {
      lanes,
      firstSeenAt: latest(rows.map(({ verdict }) => verdict.firstSeenAt)),
      effectiveFrom: latest(this.#tables.ruleSets.map(({ effectiveFrom }) => effectiveFrom)),
    };
  }

  #addRules(ruleSet: RuleSet): void {
    this.#tables.ruleSets = [...this.#tables.ruleSets, ruleSet].toSorted((a, b) => a.version - b.version);
  }

  #replaceHeads(change: (head: LaneHead) => LaneHead): void {
    const { lanes } = this.#tables;
    for (const [partition, row] of lanes) lanes.set(partition, { ...row, head: change(row.head) });
  }

  /** Of the transactions still open. */
  #select(partition: number, where: (row: ResultRow) => boolean): ResultRow[] {
    const rows = [...this.#tables.results(partition).values()];
    return rows.filter((row) => row.verdict.nextDueAt !== null && where(row));
  }
}

function latest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.max(...times);
}

function deadline({ txnId, verdict }: ResultRow): Deadline {
  return { txnId, dueAt: verdict.nextDueAt ?? Number.POSITIVE_INFINITY };
}

function byFirstSeen(a: ResultRow, b: ResultRow): number {
  return a.verdict.firstSeenAt - b.verdict.firstSeenAt || compare(a.txnId, b.txnId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
