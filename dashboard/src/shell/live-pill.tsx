import { useQuery } from '@tanstack/react-query';
import { summaryQuery } from '../api/queries.ts';
import type { Summary } from '../api/schema.ts';
import { useNow, useZone } from '../components/moment.tsx';
import { formatCount, LOCALE } from '../format/money.ts';
import { formatClock, formatSpan } from '../format/time.ts';
import { feed } from '../live/feed.ts';
import { livenessOf, type Liveness, type ReadingProgress } from '../live/feed-state.ts';
import { useObservable } from '../observable.ts';

/** The lane furthest behind speaks for all: what it has not read is not known. */
function progressOf(summary: Summary, heardAt: number): ReadingProgress | null {
  const halted = summary.lanes.find((lane) => lane.halted !== null);
  if (summary.lanes.length === 0) return null;
  return {
    lagMs: Math.max(...summary.lanes.map(({ lag_ms }) => lag_ms)),
    halted: halted === undefined ? null : `${halted.lane} stands still: ${halted.halted}`,
    heardAt,
  };
}

function useLiveness(): Liveness {
  const now = useNow();
  const state = useObservable(feed.state);
  const { data, dataUpdatedAt } = useQuery(summaryQuery);
  return livenessOf(state, data === undefined ? null : progressOf(data, dataUpdatedAt), now);
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
    case 'catching-up':
      if (liveness.left !== null) return `Catching up, ${formatCount(liveness.left, LOCALE)} left`;
      if (liveness.behindMs !== null) return `Catching up, ${formatSpan(liveness.behindMs)} behind`;
      return 'Catching up';
    case 'out-of-date':
      return 'Out of date, Reload';
  }
}

const PILL =
  'inline-flex h-7 items-center gap-2 rounded-full px-2.5 text-small font-medium whitespace-nowrap';

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
  const warns = !live && liveness.kind !== 'connecting';
  return (
    <span
      data-testid="live-pill"
      title={liveness.kind === 'catching-up' ? (liveness.why ?? undefined) : undefined}
      className={`${PILL} ${warns ? 'bg-attention text-attention-ink' : 'text-ink-soft'}`}
    >
      <span
        aria-hidden="true"
        className={`size-2 rounded-full ${live ? 'bg-matched' : warns ? 'bg-attention-ink pulse' : 'bg-edge pulse'}`}
      />
      {text}
    </span>
  );
}
