import { TieoutError } from '@tieout/core';
import type { LogProducer } from './producer.ts';

/** The broker's time, the only clock lane time is made of. */
export interface BrokerClock {
  /**
   * Milliseconds since the epoch by the broker: the append time of a record written now.
   *
   * @throws TieoutError KAFKA_UNAVAILABLE
   */
  now(): Promise<number>;
}

/** @param topic one partition, message.timestamp.type = LogAppendTime */
export function createBrokerClock(producer: LogProducer, topic: string): BrokerClock {
  return {
    async now() {
      const [written] = await producer.send([{ topic, key: null, value: Buffer.alloc(0) }]);
      const appendTime = Number(written?.logAppendTime ?? -1);
      if (appendTime < 0) {
        throw new TieoutError(
          'INVALID_SETTING',
          `${topic} does not stamp its records: its message.timestamp.type must be LogAppendTime`,
        );
      }
      return appendTime;
    },
  };
}
