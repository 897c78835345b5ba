import { useQuery } from '@tanstack/react-query';
import { summaryQuery } from '../api/queries.ts';
import { useNow, useZone } from '../components/moment.tsx';
import { formatCount, LOCALE } from '../format/money.ts';
import { formatClock, formatSpan } from '../format/time.ts';
import { feed } from '../live/feed.ts';
import { livenessOf, type Liveness } from '../live/feed-state.ts';
import { readingOf } from '../live/reading-progress.ts';
import { useObservable } from '../observable.ts';

function useLiveness(): Liveness {
  const now = useNow();
  const state = useObservable(feed.state);
  const { data, dataUpdatedAt } = useQuery(summaryQuery);
  const reading = data === undefined ? null : readingOf(data);
  return livenessOf(state, reading && { ...reading, heardAt: dataUpdatedAt }, now);
}

function textOf(liveness: Liveness, timeZone: string): string {
  switch (liveness.kind) {
    case 'live':
      return 'Live';
    case 'connecting':
      return 'Connecting';
    case 'reconnecting':
      return `Reconnecting since ${formatClock(liveness.since, timeZone).slice(0, 8)}`;
    case 'silent':
      return `No word since ${formatClock(liveness.since, timeZone).slice(0, 8)}`;
    case 'standing':
      return `Standing still since ${formatClock(liveness.since, timeZone).slice(0, 8)}`;
    case 'catching-up':
      if (liveness.left !== null) return `Catching up, ${formatCount(liveness.left, LOCALE)} left`;
      if (liveness.behindMs !== null) return `Catching up, ${formatSpan(liveness.behindMs)} behind`;
      return 'Catching up';
    case 'out-of-date':
      return 'Out of date, Reload';
  }
}

/** As wide as "Connecting" at least: what stands beside it stays where it is once that has become "Live". */
const PILL =
  'inline-flex h-7 min-w-26 items-center gap-2 rounded-full px-2.5 text-small font-medium whitespace-nowrap';

/** Says whether what is on screen is current, and never more than is known. */
export function LivePill() {
  const liveness = useLiveness();
  const { timeZone } = useZone();
  const text = textOf(liveness, timeZone);
  if (liveness.kind === 'out-of-date') {
    return (
      <button
        type="button"
        data-testid="live-pill"
        onClick={() => feed.reload()}
        className={`${PILL} bg-attention text-attention-ink`}
      >
        {text}
      </button>
    );
  }
  const live = liveness.kind === 'live';
  const why = 'why' in liveness ? liveness.why : null;
  const warns = !live && liveness.kind !== 'connecting';
  return (
    <span
      data-testid="live-pill"
      title={why ?? undefined}
      className={`${PILL} ${warns ? 'bg-attention text-attention-ink' : 'text-ink-soft'}`}
    >
      <span
        aria-hidden="true"
        className={`size-2 rounded-full ${live ? 'bg-matched' : warns ? 'bg-attention-ink pulse' : 'bg-edge pulse'}`}
      />
      {text}
      {why !== null && <span className="max-w-72 truncate font-normal max-xl:hidden">· {why}</span>}
    </span>
  );
}
