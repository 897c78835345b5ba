import {
  currency,
  emptyState,
  eventId,
  firstRuleSet,
  fold,
  judge,
  outcomeOf,
  txnId,
  withVerdictTime,
  workState,
  type Currency,
  type EventType,
  type SourceEvent,
  type TxnId,
} from '@tieout/core';
import {
  appendToChain,
  laneChain,
  packTransaction,
  PostgresLaneStorage,
  legsText,
  verdictFacts,
  type AuditEntry,
  type LaneHead,
  type ResultWrite,
  type StatIncrement,
  type StoredTransaction,
} from '@tieout/store';

const TOPICS = { core: 'core_txns', gateway: 'gateway_txns', mobile: 'mobile_txns' };
const LANES = 6;
export const RULES = firstRuleSet({ slaMs: 60_000 });

function inr(): Currency {
  const found = currency('INR');
  if (found === undefined) throw new Error('INR is a currency');
  return found;
}

let offset = 0n;

/** A SUCCESS event of the web shop: posted, captured. */
export function settled(
  source: 'core' | 'gateway',
  id: string,
  at: number,
  amountMinor = 500_000n,
): SourceEvent {
  const type: EventType = source === 'core' ? 'LEDGER_POSTED' : 'PAYMENT_CAPTURED';
  return {
    source,
    eventId: eventId(`${source}-${id}`),
    txnId: txnId(id),
    type,
    status: 'SUCCESS',
    outcome: outcomeOf(type, 'SUCCESS'),
    amountMinor,
    currency: inr(),
    channel: 'WEB',
    direction: source === 'core' ? 'DEBIT' : null,
    rail: source === 'gateway' ? 'CARD' : null,
    feeMinor: source === 'gateway' ? 0n : null,
    reference: null,
    clientTime: null,
    eventTime: at,
    appendTime: at,
    partition: 0,
    offset: offset++,
  };
}

/** A lane as the reconciler keeps it, flushed by hand: real decisions, real rows, no Kafka. */
export class TestLane {
  readonly #storage: PostgresLaneStorage;
  readonly #known = new Map<TxnId, StoredTransaction>();
  #head: LaneHead;

  private constructor(storage: PostgresLaneStorage, head: LaneHead) {
    this.#storage = storage;
    this.#head = head;
  }

  static async take(databaseUrl: string, partition: number): Promise<TestLane> {
    const settings = { databaseUrl, commitSlots: 1, applicationName: 'test-lane', lockTimeoutMs: 1000 };
    const storage = new PostgresLaneStorage(settings, Date.now, () => {});
    return new TestLane(storage, await storage.take(partition, LANES, 'test'));
  }

  /** The newest row of the lane's chain. */
  get seq(): number {
    return Number(this.#head.chain.seq);
  }

  get chain(): string {
    return laneChain(this.#head.partition);
  }

  /** Folds, judges and commits, one VERDICT row each: `laneTime` decides what is overdue. */
  async flush(events: readonly SourceEvent[], laneTime: number): Promise<void> {
    const at = Date.now();
    const results: ResultWrite[] = [];
    const entries: AuditEntry[] = [];
    for (const id of new Set(events.map((event) => event.txnId))) {
      const previous = this.#known.get(id) ?? null;
      const folded = fold(
        previous?.state ?? emptyState(),
        events.filter((event) => event.txnId === id),
      );
      const verdict = judge(folded, laneTime, RULES);
      const transaction: StoredTransaction = {
        txnId: id,
        revision: (previous?.revision ?? 0) + 1,
        state: withVerdictTime(folded, verdict, laneTime),
        status: verdict.status,
        reasons: verdict.reasons,
        judgedAt: laneTime,
        verdictRevision: (previous?.revision ?? 0) + 1,
      };
      this.#known.set(id, transaction);
      const packed = packTransaction(transaction);
      const work = workState(transaction.state, verdict, laneTime, RULES);
      const legs = Buffer.from(legsText(verdict, TOPICS));
      results.push({ transaction, workState: work, packed, verdict, legs, updatedAt: at, lateDueAt: null });
      const facts = verdictFacts({
        transaction,
        verdict,
        legs,
        workState: work,
        previous,
        lateArrivals: [],
        updatedAt: at,
      });
      entries.push({ at, actor: `system:${this.chain}`, action: 'VERDICT', txnId: id, facts });
    }
    await this.#commit(results, entries, events, laneTime, at);
  }

  async stop(): Promise<void> {
    await this.#storage.end();
  }

  async #commit(
    results: readonly ResultWrite[],
    verdicts: readonly AuditEntry[],
    events: readonly SourceEvent[],
    laneTime: number,
    at: number,
  ): Promise<void> {
    const flush: AuditEntry = {
      at,
      actor: `system:${this.chain}`,
      action: 'FLUSH',
      txnId: null,
      facts: { events: events.length },
    };
    const { rows, head: chain } = appendToChain(this.chain, this.#head.chain, [...verdicts, flush]);
    const statusCounts: Record<string, number> = {};
    for (const { status } of this.#known.values()) statusCounts[status] = (statusCounts[status] ?? 0) + 1;
    const head: LaneHead = {
      ...this.#head,
      flushNumber: this.#head.flushNumber + 1n,
      laneTime,
      chain,
      statusCounts,
      arrived: {
        core: this.#head.arrived.core + arrivedFrom('core', events),
        gateway: this.#head.arrived.gateway + arrivedFrom('gateway', events),
        mobile: this.#head.arrived.mobile + arrivedFrom('mobile', events),
      },
    };
    const transaction = await this.#storage.begin(this.#head);
    if ('moved' in transaction) throw new Error('the lane was taken by somebody else');
    const refused = await transaction.write(results);
    if (refused.length > 0) throw new Error(`not written: ${refused.join(', ')}`);
    await transaction.commit({
      head,
      at,
      audit: rows,
      raw: events.map((event) => ({ event, schemaId: 1, payload: Buffer.from(event.eventId) })),
      deadLetters: [],
      stats: summedUp([
        ...events.map((event) => increment('judged', event.source, event.currency, event.amountMinor)),
        ...results.flatMap(({ verdict: { status, currency: code, amountMinor, atRiskMinor, reasons } }) => [
          increment('verdict', status, code, amountMinor),
          ...reasons.map((reason) => increment('reason', reason, code, atRiskMinor)),
          ...(status === 'MISMATCHED' ? [increment('opened', '', code, atRiskMinor)] : []),
          increment('decided_within', '1500', '', 0n),
        ]),
      ]),
      commands: [],
    });
    this.#head = head;
  }
}

function arrivedFrom(source: SourceEvent['source'], events: readonly SourceEvent[]): bigint {
  return BigInt(events.filter((event) => event.source === source).length);
}

function increment(
  measure: StatIncrement['measure'],
  key: string,
  code: StatIncrement['currency'],
  amountMinor: bigint,
): StatIncrement {
  return { measure, key, currency: code, count: 1, amountMinor };
}

/** Each counter once, as a flush writes them. */
function summedUp(increments: readonly StatIncrement[]): StatIncrement[] {
  const counters = Map.groupBy(increments, ({ measure, key, currency: code }) => `${measure} ${key} ${code}`);
  return [...counters.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            ...first,
            count: 1 + others.length,
            amountMinor: others.reduce((sum, { amountMinor }) => sum + amountMinor, first.amountMinor),
          },
        ],
  );
}
