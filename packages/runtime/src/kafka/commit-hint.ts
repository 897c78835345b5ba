import type { TopicPartitionOffset } from 'kafkajs';
import type { Logger } from '../logger.ts';
import type { TopicPartition } from './log.ts';

const COMMIT_INTERVAL_MS = 1_000;

/** Sends the latest position of each partition at most once a second, one request at a time, and never fails. */
export class CommitHint {
  readonly #send: (positions: TopicPartitionOffset[]) => Promise<void>;
  readonly #logger: Logger;
  readonly #waiting = new Map<string, TopicPartitionOffset>();
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (positions: TopicPartitionOffset[]) => Promise<void>, logger: Logger) {
    this.#send = send;
    this.#logger = logger;
  }

  set({ topic, partition }: TopicPartition, offset: bigint): void {
    this.#waiting.set(`${topic}/${partition}`, { topic, partition, offset: offset.toString() });
    this.#timer ??= setTimeout(() => void this.flush(), COMMIT_INTERVAL_MS);
  }

  /** Sends what waits now. Resolves when the broker has answered, or could not be asked. */
  async flush(): Promise<void> {
    const positions = [...this.#waiting.values()];
    this.#waiting.clear();
    try {
      if (positions.length > 0) await this.#send(positions);
    } catch (err) {
      this.#logger.debug({ err }, 'offsets not committed; they are only a hint');
    }
    // Only now may the next one be planned: never two requests at once.
    clearTimeout(this.#timer);
    this.#timer =
      this.#waiting.size > 0 ? setTimeout(() => void this.flush(), COMMIT_INTERVAL_MS) : undefined;
  }
}
