import {
  currency,
  emptyState,
  eventId,
  firstRuleSet,
  fold,
  judge,
  txnId,
  type SourceEvent,
} from '@tieout/core';
import {
  appendToChain,
  CHAIN_START,
  laneChain,
  legsText,
  verdictFacts,
  type AuditEntry,
  type ChainHead,
} from '@tieout/store';
import type { Pool } from 'pg';

const TOPICS = { core: 'core_txns', gateway: 'gateway_txns', mobile: 'mobile_txns' };
const RULES = firstRuleSet({ slaMs: 60_000 });

/** A captured payment. */
function captured(id: string, at: number): SourceEvent {
  const inr = currency('INR');
  if (inr === undefined) throw new Error('INR is a currency');
  return {
    source: 'gateway',
    eventId: eventId(`gateway-${id}`),
    txnId: txnId(id),
    type: 'PAYMENT_CAPTURED',
    status: 'SUCCESS',
    outcome: 'SUCCESS',
    amountMinor: 500_000n,
    currency: inr,
    channel: 'WEB',
    direction: null,
    rail: 'CARD',
    feeMinor: 0n,
    reference: null,
    clientTime: null,
    eventTime: at,
    appendTime: at,
    partition: 0,
    offset: 0n,
  };
}

/** A lane that commits audit rows as the reconciler does: real verdicts in a real chain, with the lane's end, in one transaction. */
export class CommittingLane {
  readonly chain: string;
  readonly #pool: Pool;
  readonly #partition: number;
  #head: ChainHead = CHAIN_START;

  private constructor(pool: Pool, partition: number) {
    this.chain = laneChain(partition);
    this.#pool = pool;
    this.#partition = partition;
  }

  static async take(pool: Pool, partition: number, lanes: number): Promise<CommittingLane> {
    await pool.query('INSERT INTO lanes (partition, partition_count) VALUES ($1, $2)', [partition, lanes]);
    return new CommittingLane(pool, partition);
  }

  /** One flush: a row about the flush itself, then one VERDICT row for each id. */
  async flush(ids: readonly string[]): Promise<void> {
    const at = Date.now();
    const actor = `system:${this.chain}`;
    const { rows, head } = appendToChain(this.chain, this.#head, [
      { at, actor, action: 'FLUSH', txnId: null, facts: { events: ids.length } },
      ...ids.map((id) => verdictEntry(id, at, actor)),
    ]);
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('UPDATE lanes SET chain_seq = $2, chain_hash = $3 WHERE partition = $1', [
        this.#partition,
        head.seq,
        head.hash,
      ]);
      await client.query(
        `INSERT INTO audit_logs (chain, seq, at, actor, action, txn_id, detail, prev_hash, hash, logged_on)
         SELECT $1, r.seq, $2, $3, r.action, r.txn_id, r.detail, r.prev_hash, r.hash, current_date
         FROM unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::bytea[])
           AS r (seq, action, txn_id, detail, prev_hash, hash)`,
        [
          this.chain,
          new Date(at),
          actor,
          rows.map((row) => row.seq),
          rows.map((row) => row.action),
          rows.map((row) => row.txnId),
          rows.map((row) => row.detail.toString()),
          rows.map((row) => row.prevHash),
          rows.map((row) => row.hash),
        ],
      );
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    this.#head = head;
  }
}

function verdictEntry(id: string, at: number, actor: string): AuditEntry {
  const event = captured(id, at);
  const state = fold(emptyState(), [event]);
  const verdict = judge(state, at, RULES);
  const { status, reasons } = verdict;
  const transaction = {
    txnId: event.txnId,
    revision: 1,
    verdictRevision: 1,
    state,
    status,
    reasons,
    judgedAt: at,
  };
  const change = {
    transaction,
    verdict,
    previous: null,
    lateArrivals: [],
    updatedAt: at,
    workState: 'OPEN' as const,
    legs: Buffer.from(legsText(verdict, TOPICS)),
  };
  return { at, actor, action: 'VERDICT', txnId: event.txnId, facts: verdictFacts(change) };
}
