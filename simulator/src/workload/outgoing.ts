import type { ScenarioEvent } from '@tieout/producers';
import type { Source } from '@tieout/core';
import type { LogRecord } from '@tieout/runtime';

/** What a record is, known to who sends it. */
export type About =
  | { readonly kind: 'event'; readonly event: ScenarioEvent }
  /** Must end among the dead letters with this code. */
  | { readonly kind: 'poison'; readonly code: string };

/** A record on its way into the log. */
export interface Outgoing {
  readonly source: Source;
  readonly partition: number;
  readonly payload: Pick<LogRecord, 'key' | 'value' | 'headers'>;
  readonly about: About;
}
