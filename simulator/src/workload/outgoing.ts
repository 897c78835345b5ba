import type { ScenarioEvent } from '@tieout/producers';
import type { Source } from '@tieout/core';
import type { LogRecord } from '@tieout/runtime';

/** What a record is, known to who sends it. */
export type About =
  | { readonly kind: 'event'; readonly event: ScenarioEvent }
  /**
   * Must end among the dead letters with this code. `event`: what it is once its schema is registered, under its right key, or with its card
   * number masked; null where nothing can be made of it.
   */
  | { readonly kind: 'poison'; readonly code: string; readonly event: ScenarioEvent | null };

/** A record on its way into the log. */
export interface Outgoing {
  readonly source: Source;
  readonly partition: number;
  readonly payload: Pick<LogRecord, 'key' | 'value' | 'headers'>;
  readonly about: About;
}

/** What a record tells, for people. */
export function wordsOf({ about }: Outgoing): string {
  if (about.kind === 'poison')
    return `${about.event?.record.txn_id ?? 'what nobody can read'}, to be refused with ${about.code}`;
  const { event } = about;
  const { txn_id, event_id, event_type, status, currency } = event.record;
  const amount = event.source === 'mobile' ? event.record.amount : event.record.amount_minor;
  return `${txn_id} ${event_id} ${event_type} ${status} ${amount} ${currency}`;
}
