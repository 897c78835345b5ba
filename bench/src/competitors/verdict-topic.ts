import type { Consumer } from 'kafkajs';
import type { Dataset } from '../dataset/preload.ts';
import type { Ground } from '../stage/ground.ts';

/** No record for this long: what came before is all there is, unless something is still missing. */
const QUIET_MS = 1_500;

/**
 * The last verdict of each transaction in a topic, read as its consumers would (committed records only), and only once everything has been put
 * there: reading along would take processor time from whoever is measured.
 */
export class VerdictTopic {
  readonly #ground: Ground;
  readonly #topic: string;
  readonly #dataset: Dataset;
  readonly #last = new Map<string, { readonly answer: string; readonly appendTime: number }>();
  #consumer: Consumer | undefined;
  #readAt = 0;

  constructor(ground: Ground, topic: string, dataset: Dataset) {
    this.#ground = ground;
    this.#topic = topic;
    this.#dataset = dataset;
  }

  /** The append time of the last verdict, once every transaction has its final one. */
  async finishedAt(): Promise<number | null> {
    if (this.#consumer === undefined) await this.#read();
    if (this.#last.size < this.#dataset.transactions) return null;
    let latest = 0;
    for (const { answer, appendTime } of this.#last.values()) {
      if (!/^(MATCHED|MISMATCHED)/.test(answer)) return null;
      latest = Math.max(latest, appendTime);
    }
    return performance.now() - this.#readAt > QUIET_MS ? latest : null;
  }

  answers(): ReadonlyMap<string, number> {
    const counted = new Map<string, number>();
    for (const { answer } of this.#last.values()) counted.set(answer, (counted.get(answer) ?? 0) + 1);
    return counted;
  }

  async close(): Promise<void> {
    await this.#consumer?.disconnect();
  }

  async #read(): Promise<void> {
    const consumer = this.#ground.kafka.consumer({
      groupId: `${this.#topic}-reader`,
      readUncommitted: false,
    });
    this.#consumer = consumer;
    await consumer.connect();
    await consumer.subscribe({ topics: [this.#topic], fromBeginning: true });
    this.#readAt = performance.now();
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        this.#readAt = performance.now();
        for (const { key, value, timestamp } of batch.messages) {
          const [status = '', reasons = ''] = String(value).split('|');
          const answer = reasons === '' ? status : `${status} ${reasons}`;
          this.#last.set(String(key), { answer, appendTime: Number(timestamp) });
        }
        return Promise.resolve();
      },
    });
  }
}
