import { type RuleSet, txnId } from '@tieout/core';
import { expect } from 'vitest';
import type { AuditRow } from '../audit/chain.ts';
import type {
  Command,
  CommandOutcome,
  DeadLetter,
  FlushRecord,
  LaneHead,
  LaneStorage,
  LaneTransaction,
  ResultWrite,
  StatIncrement,
} from '../lane-ports.ts';
import type { RedriveOutcome } from '../redrive.ts';
import { sampleRecord } from '../testing/sample-flush.ts';

/** Of the topics, in every test. */
export const PARTITIONS = 500;

/** A storage to be tested, and what can be done to it and seen of it from outside. */
export interface StorageBench {
  /** As one more process sees it. */
  open(): Promise<LaneStorage>;
  /** As a process sees it that gets no answer to its next commit: because the commit did not arrive, or in spite of its having been carried out. */
  openLosing(lost: 'the commit' | 'its answer'): Promise<LaneStorage>;
  /** Puts a rule set in force and tells the lane, once no flush of it is under way. */
  activate(ruleSet: RuleSet, lane: LaneHead): Promise<void>;
  /** Somebody asks for something. */
  ask(command: Command, lane: LaneHead): Promise<void>;
  evidence(partition: number): Promise<Evidence>;
  close(): Promise<void>;
}

/** The rows of a lane, in the order of their keys. */
export interface Evidence {
  readonly halted: string | null;
  readonly raw: readonly {
    readonly offset: bigint;
    readonly eventId: string;
    readonly schemaId: number;
    readonly payload: Buffer;
  }[];
  readonly audit: readonly Pick<AuditRow, 'seq' | 'detail' | 'prevHash' | 'hash'>[];
  readonly deadLetters: readonly Pick<DeadLetter, 'topic' | 'offset' | 'key' | 'payload' | 'headers'>[];
  readonly stats: readonly Omit<StatIncrement, 'currency'>[];
  /** With what was answered; null while it waits. */
  readonly commands: readonly {
    readonly id: string;
    readonly outcome: CommandOutcome | RedriveOutcome | null;
  }[];
}

export const NOTHING: Evidence = {
  halted: null,
  raw: [],
  audit: [],
  deadLetters: [],
  stats: [],
  commands: [],
};

/** Lanes of the storage under test, one or more for each test. */
export class TestLanes {
  readonly #makeBench: () => Promise<StorageBench>;
  readonly #begun: LaneTransaction[] = [];
  #bench: StorageBench | undefined;
  #storage: LaneStorage | undefined;
  #next = 0;

  constructor(makeBench: () => Promise<StorageBench>) {
    this.#makeBench = makeBench;
  }

  get bench(): StorageBench {
    if (this.#bench === undefined) throw new Error('the bench has not been made yet');
    return this.#bench;
  }

  get storage(): LaneStorage {
    if (this.#storage === undefined) throw new Error('the storage has not been opened yet');
    return this.#storage;
  }

  async open(): Promise<void> {
    this.#bench = await this.#makeBench();
    this.#storage = await this.#bench.open();
  }

  /** A test that failed half-way must not keep a lane, nor a connection, from those that follow. */
  async abandon(): Promise<void> {
    await Promise.all(this.#begun.splice(0).map((transaction) => transaction.abandon()));
  }

  /** A lane no other test has touched. */
  async take(by = this.storage): Promise<LaneHead> {
    return by.take(this.#next++, PARTITIONS, 'test');
  }

  async begin(head: LaneHead, by = this.storage): Promise<LaneTransaction> {
    const transaction = await by.begin(head);
    if ('moved' in transaction) throw new Error('the lane was moved');
    this.#begun.push(transaction);
    return transaction;
  }

  /** @returns the row it leaves */
  async flush(
    head: LaneHead,
    writes: readonly ResultWrite[],
    record: FlushRecord = sampleRecord(head, []),
  ): Promise<LaneHead> {
    const transaction = await this.begin(head);
    expect(await transaction.write(writes)).toEqual([]);
    await transaction.commit(record);
    return record.head;
  }

  async isStored({ partition }: LaneHead, id: string): Promise<boolean> {
    return (await this.storage.load(partition, [txnId(id)])).length > 0;
  }
}
