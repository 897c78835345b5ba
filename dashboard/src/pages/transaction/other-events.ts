import type { SourceEvent, TxnDetail } from '../../api/schema.ts';

/** Events that stand for no leg, in the order they came. Of one id there may be several: a contradiction. */
export function otherEvents({ events, legs }: Pick<TxnDetail, 'events' | 'legs'>): readonly SourceEvent[] {
  const spoken = new Set(
    [legs.core, legs.gateway, legs.mobile].flatMap((leg) => (leg === null ? [] : [placeOf(leg)])),
  );
  return events
    .filter((event) => !spoken.has(placeOf(event)))
    .toSorted((one, other) => (one.append_time < other.append_time ? -1 : 1));
}

function placeOf({ position: { topic, partition, offset } }: Pick<SourceEvent, 'position'>): string {
  return `${topic}:${partition}:${offset}`;
}
