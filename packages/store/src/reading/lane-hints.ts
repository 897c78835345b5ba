import { Redis } from 'ioredis';

export interface LaneHints {
  /** False while Redis is away: nothing is lost, changes are only found by polling. */
  readonly connected: boolean;
  close(): void;
}

export interface LaneHintOptions {
  readonly url: string;
  readonly keyPrefix: string;
  /** Some lane's chain has grown. Only a hint: it may come late, twice or never. */
  readonly onHint: () => void;
  readonly onConnectionChange: () => void;
}

const RETRY_MAX_MS = 2_000;

/** Listens to what the lanes publish after each flush. Never fails: it reconnects for as long as it takes. */
export function followLaneHints({ url, keyPrefix, onHint, onConnectionChange }: LaneHintOptions): LaneHints {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(attempt * 100, RETRY_MAX_MS),
  });
  let connected = false;
  const connectionIs = (now: boolean) => {
    if (now === connected) return;
    connected = now;
    onConnectionChange();
  };
  redis.on('error', () => connectionIs(false)); // the reason is told by `close`, which follows and retries
  redis.on('close', () => connectionIs(false));
  redis.on('message', onHint);
  // Queued until connected, and renewed by ioredis after every reconnect.
  redis.on('ready', () => {
    redis.subscribe(`${keyPrefix}lane-advanced`).then(
      () => connectionIs(true),
      () => connectionIs(false),
    );
  });
  return {
    get connected() {
      return connected;
    },
    close: () => {
      redis.removeAllListeners('close');
      redis.disconnect();
    },
  };
}
