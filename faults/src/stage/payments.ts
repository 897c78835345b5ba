import { partitionOf, createEncoder, createSchemaRegistry, type SchemaRegistry } from '@tieout/runtime';
import { registryUrl } from '@tieout/local';
import { type AvroRecord, type CoreTxn, type GatewayTxn, subjectOf, topicCatalogue } from '@tieout/schemas';
import type { Producer } from 'kafkajs';
import type { Scene } from './stage.ts';

/** Where a record lies. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

const BOOKED_AT = Date.UTC(2026, 10, 21, 10);

/** Records made one by one, beside the simulators': payments on the web, of 50.00 INR. */
export class Payments {
  readonly #producer: Producer;
  readonly #partitions: number;
  readonly registry: SchemaRegistry;

  private constructor(producer: Producer, registry: SchemaRegistry) {
    this.#producer = producer;
    this.#partitions = topicCatalogue().core.partitions;
    this.registry = registry;
  }

  static async open({ kafka, stack }: Scene): Promise<Payments> {
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    return new Payments(producer, createSchemaRegistry(registryUrl(stack.ports)));
  }

  async close(): Promise<void> {
    await this.#producer.disconnect();
  }

  laneOf(txnId: string): number {
    return partitionOf(Buffer.from(txnId), this.#partitions);
  }

  get lanes(): number {
    return this.#partitions;
  }

  /** @param schema another version of the record than the one in use */
  async core(txnId: string, changes: Partial<CoreTxn> = {}, schema?: AvroRecord): Promise<Buffer> {
    const { core } = topicCatalogue();
    const encoder = await this.#encoder<CoreTxn>(schema ?? core.record, subjectOf(core));
    return encoder.encode({
      event_id: `core-${txnId}`,
      txn_id: txnId,
      event_type: 'LEDGER_POSTED',
      status: 'SUCCESS',
      amount_minor: 5_000n,
      currency: 'INR',
      channel: 'WEB',
      direction: 'DEBIT',
      account_ref: 'acct-1',
      posted_at: BOOKED_AT,
      metadata: {},
      ...changes,
    });
  }

  async gateway(txnId: string, changes: Partial<GatewayTxn> = {}): Promise<Buffer> {
    const { gateway } = topicCatalogue();
    const encoder = await this.#encoder<GatewayTxn>(gateway.record, subjectOf(gateway));
    return encoder.encode({
      event_id: `gateway-${txnId}`,
      txn_id: txnId,
      event_type: 'PAYMENT_CAPTURED',
      status: 'SUCCESS',
      amount_minor: 5_000n,
      fee_minor: 0n,
      currency: 'INR',
      channel: 'WEB',
      rail: 'CARD',
      gateway_ref: 'pay-1',
      card_token: null,
      captured_at: BOOKED_AT,
      metadata: {},
      ...changes,
    });
  }

  /** @param partition where it is not the key's own */
  async send(
    topic: string,
    key: string | null,
    value: Buffer | null,
    partition = this.laneOf(key ?? ''),
  ): Promise<Place> {
    const [written] = await this.#producer.send({ topic, messages: [{ key, value, partition }] });
    return { topic, partition, offset: BigInt(written?.baseOffset ?? -1) };
  }

  async #encoder<T>(record: AvroRecord | null, subject: string) {
    if (record === null) throw new Error(`${subject} has no record`);
    return createEncoder<T>(record, subject, this.registry);
  }
}
