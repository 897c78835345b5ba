// Test data: lane 0 of 1 as flushes leave it, written with plain SQL and with bytes that the registry explains.
import { createHash, randomBytes } from 'node:crypto';
import { SOURCES, txnId, type Source } from '@tieout/core';
import { createEncoder, createSchemaRegistry, type Encoder } from '@tieout/runtime';
import { subjectOf, topicCatalogue, type CoreTxn, type GatewayTxn, type MobileTxn } from '@tieout/schemas';
import { appendToChain, CHAIN_START, type AuditEntry, type ChainHead } from '@tieout/store';
import type { Client } from 'pg';

const CHAIN = 'lane-0';
export const DAY_MS = 86_400_000;

interface Encoders {
  readonly core: Encoder<CoreTxn>;
  readonly gateway: Encoder<GatewayTxn>;
  readonly mobile: Encoder<MobileTxn>;
}

interface RawRow {
  readonly id: string;
  readonly eventId: string;
  readonly offset: bigint;
  readonly payload: Buffer;
}

export class WrittenLane {
  readonly #client: Client;
  readonly #encoders: Encoders;
  readonly #positions: Record<Source, bigint> = { core: 0n, gateway: 0n, mobile: 0n };
  #head: ChainHead = CHAIN_START;
  #events = 0;

  private constructor(client: Client, encoders: Encoders) {
    this.#client = client;
    this.#encoders = encoders;
  }

  static async open(client: Client, registryUrl: string): Promise<WrittenLane> {
    const registry = createSchemaRegistry(registryUrl);
    const catalogue = topicCatalogue({ partitions: 1, prefix: `verify-${randomBytes(4).toString('hex')}-` });
    const encoder = async <T>(source: Source): Promise<Encoder<T>> => {
      const topic = catalogue[source];
      if (topic.record === null) throw new Error(`${topic.name} has no record`);
      await registry.register(subjectOf(topic), JSON.stringify(topic.record));
      return createEncoder<T>(topic.record, subjectOf(topic), registry);
    };
    const encoders = {
      core: await encoder<CoreTxn>('core'),
      gateway: await encoder<GatewayTxn>('gateway'),
      mobile: await encoder<MobileTxn>('mobile'),
    };
    await client.query('INSERT INTO lanes (partition, partition_count) VALUES (0, 1)');
    return new WrittenLane(client, encoders);
  }

  get head(): ChainHead {
    return this.#head;
  }

  /** A flush of `count` payments, three events each, with a verdict on each. An offset is left out before it, as a marker of Kafka's leaves one out. */
  async flush(count: number, at: number): Promise<void> {
    const ids = Array.from({ length: count }, () => `T${++this.#events}`);
    const facts: Record<string, object> = {};
    for (const source of SOURCES) {
      const from = this.#positions[source];
      const rows = ids.map((id, index) => this.#raw(source, id, from + 1n + BigInt(index)));
      for (const row of rows) await this.#insertRaw(source, row, at);
      this.#positions[source] = from + 1n + BigInt(count);
      facts[source] = {
        count,
        from: `${from}`,
        refused: 0,
        sha256: digest(rows, at),
        to: `${this.#positions[source]}`,
      };
    }
    await this.append([
      {
        at,
        actor: 'system:lane-0',
        action: 'FLUSH',
        txnId: null,
        facts: { flush_number: '1', sources: facts },
      },
      ...ids.map((id): AuditEntry => ({
        at,
        actor: 'system:lane-0',
        action: 'VERDICT',
        txnId: txnId(id),
        facts: { status: 'MATCHED' },
      })),
    ]);
  }

  /** A record refused by a flush of long ago, at an offset that one left out, that a redrive found right. */
  async redrive(source: Source, offset: bigint, at: number): Promise<void> {
    const row = this.#raw(source, `T${++this.#events}`, offset);
    await this.#insertRaw(source, row, at);
    const facts = { offset: `${offset}`, result: 'accepted', sha256: digest([row], at), source };
    await this.append([{ at, actor: 'user:anna', action: 'REDRIVE', txnId: txnId(row.id), facts }]);
  }

  /** Rows tied to the chain, and the lane's row moved on, as the writer does it. */
  async append(entries: readonly AuditEntry[]): Promise<void> {
    const { rows, head } = appendToChain(CHAIN, this.#head, entries);
    for (const row of rows) {
      const at = new Date(row.at);
      await this.#client.query(
        `INSERT INTO audit_logs (chain, seq, at, actor, action, txn_id, detail, prev_hash, hash, logged_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          row.chain,
          row.seq,
          at,
          row.actor,
          row.action,
          row.txnId,
          row.detail.toString(),
          row.prevHash,
          row.hash,
          day(row.at),
        ],
      );
    }
    this.#head = head;
    await this.#client.query(
      'UPDATE lanes SET chain_seq = $1, chain_hash = $2, core_position = $3, gateway_position = $4, mobile_position = $5',
      [head.seq, head.hash, this.#positions.core, this.#positions.gateway, this.#positions.mobile],
    );
  }

  #raw(source: Source, id: string, offset: bigint): RawRow {
    const eventId = `${source}-${id}`;
    const facts = {
      event_id: eventId,
      txn_id: id,
      status: 'SUCCESS',
      currency: 'INR',
      metadata: {},
    } as const;
    switch (source) {
      case 'core': {
        const own = {
          amount_minor: 5000n,
          channel: 'WEB',
          direction: 'DEBIT',
          account_ref: 'acct_1',
          posted_at: BOOKED,
        } as const;
        const payload = this.#encoders.core.encode({ ...facts, ...own, event_type: 'LEDGER_POSTED' });
        return { id, eventId, offset, payload };
      }
      case 'gateway': {
        const own = {
          amount_minor: 5000n,
          fee_minor: 0n,
          channel: 'WEB',
          rail: 'CARD',
          gateway_ref: 'pay_1',
          card_token: null,
        } as const;
        const payload = this.#encoders.gateway.encode({
          ...facts,
          ...own,
          captured_at: BOOKED,
          event_type: 'PAYMENT_CAPTURED',
        });
        return { id, eventId, offset, payload };
      }
      case 'mobile': {
        const own = {
          amount: '50.00',
          client_time: '2026-11-21T10:00:00Z',
          device_id: 'd1',
          app_version: '1.0',
        };
        const payload = this.#encoders.mobile.encode({ ...facts, ...own, event_type: 'PAYMENT_CONFIRMED' });
        return { id, eventId, offset, payload };
      }
    }
  }

  async #insertRaw(source: Source, { id, eventId, offset, payload }: RawRow, at: number): Promise<void> {
    await this.#client.query(
      `INSERT INTO raw_events (source, partition, "offset", append_time, event_id, txn_id, event_type, status, outcome, amount_minor,
         currency, event_time, schema_id, payload, ingested_on)
       VALUES ($1, 0, $2, $3, $4, $5, $6, 'SUCCESS', 'SUCCESS', 5000, 'INR', $7, $8, $9, $10)`,
      [
        source,
        offset,
        new Date(at),
        eventId,
        id,
        EVENT_TYPES[source],
        new Date(BOOKED),
        payload.readInt32BE(1),
        payload,
        day(at),
      ],
    );
  }
}

const BOOKED = Date.UTC(2026, 10, 21, 10);
const EVENT_TYPES = {
  core: 'LEDGER_POSTED',
  gateway: 'PAYMENT_CAPTURED',
  mobile: 'PAYMENT_CONFIRMED',
} as const;

export function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** As CONTRACT.md and the reconciler's flush record say it, written once more: the verifier shares its code with the writer. */
function digest(rows: readonly RawRow[], at: number): string {
  const bytes = rows.flatMap(({ offset, payload }) => {
    const lead = Buffer.alloc(24);
    lead.writeBigInt64BE(offset, 0);
    lead.writeBigInt64BE(BigInt(at), 8);
    lead.writeInt32BE(payload.readInt32BE(1), 16);
    lead.writeInt32BE(payload.length, 20);
    return [lead, payload];
  });
  return createHash('sha256').update(Buffer.concat(bytes)).digest('hex');
}
