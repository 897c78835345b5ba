import type { Logger, LogProducer } from '@tieout/runtime';
import type { SourceReader } from '@tieout/sources';
import type { LaneStorage, PerSource, TransactionCache } from '@tieout/store';
import type { FlushSlots } from './flush-slots.ts';
import type { LaneLimits } from './limits.ts';
import type { Clock, LaneObserver, LogControl } from './ports.ts';
import type { LaneIdentity } from './records.ts';

/** What a lane works with. */
export interface LaneParts {
  readonly lane: LaneIdentity;
  /** Who this process is, in the lane's row. */
  readonly owner: string;
  readonly storage: LaneStorage;
  readonly cache: TransactionCache;
  readonly readers: PerSource<SourceReader>;
  readonly log: LogControl;
  /** For what is published anew. */
  readonly producer: Pick<LogProducer, 'send'>;
  /** Shared by the process's lanes. */
  readonly slots: FlushSlots;
  readonly clock: Clock;
  readonly limits: LaneLimits;
  readonly observer: LaneObserver;
  readonly logger: Logger;
}
