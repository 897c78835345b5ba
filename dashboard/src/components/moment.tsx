import { useSyncExternalStore } from 'react';
import { describeMoment, formatMoment, formatSpan, LOCAL_ZONE, zoneWords } from '../format/time.ts';
import { usePreferences } from '../preferences/preferences.ts';

/* One tick for everything that shows an age or a countdown; it rests while nobody looks. */
const listeners = new Set<() => void>();
let now = Date.now();
let ticking: ReturnType<typeof setInterval> | null = null;

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || ticking === null) return;
    clearInterval(ticking);
    ticking = null;
  };
}

/** The time now, in ms since 1970, renewed once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => {
    if (listeners.size === 0) now = Date.now();
    return now;
  });
}

/** The zone times are shown in: its IANA name and the name on the pill. */
export function useZone(): { readonly timeZone: string; readonly label: string } {
  const { zone, businessZone } = usePreferences();
  switch (zone) {
    case 'utc':
      return { timeZone: 'UTC', label: 'UTC' };
    case 'local':
      return { timeZone: LOCAL_ZONE, label: 'Local' };
    case 'business':
      return { timeZone: businessZone, label: zoneWords(businessZone) };
  }
}

interface MomentProps {
  readonly at: string;
  /** Whose clock it was. */
  readonly clock: string;
  /** Says the zone as well, where no head above does. */
  readonly zoned?: boolean;
}

/** An instant to the millisecond, with the date where it is not today's. */
export function Moment({ at, clock, zoned = false }: MomentProps) {
  const { timeZone, label } = useZone();
  const { businessZone } = usePreferences();
  const instant = Date.parse(at);
  return (
    <time
      dateTime={at}
      title={describeMoment(instant, clock, [LOCAL_ZONE, businessZone])}
      className="whitespace-nowrap"
    >
      {formatMoment(instant, Date.now(), timeZone)}
      {zoned && ` ${label}`}
    </time>
  );
}

/** How long ago: only for ages, never for points in time. */
export function Age({ since }: { since: string }) {
  const current = useNow();
  return (
    <time dateTime={since} className="whitespace-nowrap">
      {formatSpan(current - Date.parse(since))}
    </time>
  );
}
