import { FRESH_MS, type ReadingProgress } from './reading-progress.ts';

/** What is known about the feed, and what may be said about it. Pure: times are arguments, in ms since 1970. */
export interface FeedState {
  readonly link: 'connecting' | 'connected' | 'lost';
  /** When the present link state began. */
  readonly since: number;
  /** The list on screen does not follow from what was received: only a new snapshot helps. */
  readonly stale: boolean;
  /** Changes the server still holds for us. */
  readonly left: number;
  /** When the server last spoke: it does every few seconds, changes or not. */
  readonly heardAt: number;
  /** The server's own word: its reason when it knows itself behind, else null. */
  readonly degraded: string | null;
}

export type FeedEvent =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'batch'; readonly left: number }
  | { readonly kind: 'status'; readonly degraded: string | null }
  | { readonly kind: 'resync' }
  | { readonly kind: 'reloaded' };

export function initialFeedState(now: number): FeedState {
  return { link: 'connecting', since: now, stale: false, left: 0, heardAt: now, degraded: null };
}

export function feedReducer(state: FeedState, event: FeedEvent, now: number): FeedState {
  switch (event.kind) {
    case 'connecting':
      return state.link === 'connecting' ? state : { ...state, link: 'connecting', since: now };
    case 'connected':
      return { ...state, link: 'connected', since: now, heardAt: now };
    case 'lost':
      // Attempts that fail keep the time the link was lost, which is what people want to know.
      return state.link === 'lost' ? state : { ...state, link: 'lost', since: now, left: 0, degraded: null };
    case 'batch':
      return { ...state, left: event.left, heardAt: now };
    case 'status':
      return { ...state, degraded: event.degraded, heardAt: now };
    case 'resync':
      return { ...state, stale: true, left: 0 };
    case 'reloaded':
      return state.stale ? { ...state, stale: false } : state;
  }
}

export type Liveness =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'reconnecting'; readonly since: number }
  | { readonly kind: 'silent'; readonly since: number }
  | {
      readonly kind: 'catching-up';
      readonly left: number | null;
      readonly behindMs: number | null;
      readonly why: string | null;
    }
  /** Nothing is read any more, since then. */
  | { readonly kind: 'standing'; readonly since: number; readonly why: string }
  | { readonly kind: 'out-of-date'; readonly since: number | null };

/** How far the input has been read, and when that was last heard of. */
export interface HeardProgress extends ReadingProgress {
  readonly heardAt: number;
}

const SILENT_MS = 35_000; // three summaries missed
const BLINK_MS = 2_000; // a link renewed within this, as with every new token, was never really gone
const CONNECT_MS = 5_000; // a server that is there is connected to by then
const CATCHING_UP_ITEMS = 500; // one full batch: less is the ordinary flow

/** The truth for the pill: it says Live only if the link stands, nothing is left behind, and the lanes themselves are current. */
export function livenessOf(state: FeedState, progress: HeardProgress | null, now: number): Liveness {
  if (state.stale) return { kind: 'out-of-date', since: null };
  if (state.link !== 'connected') {
    const patienceMs = state.link === 'lost' ? BLINK_MS : CONNECT_MS;
    return now - state.since < patienceMs
      ? { kind: 'connecting' }
      : { kind: 'reconnecting', since: state.since };
  }
  if (now - state.heardAt > FRESH_MS) return { kind: 'silent', since: state.heardAt };
  if (progress !== null && now - progress.heardAt > SILENT_MS) {
    return { kind: 'out-of-date', since: progress.heardAt };
  }
  if (state.left >= CATCHING_UP_ITEMS) {
    return { kind: 'catching-up', left: state.left, behindMs: null, why: null };
  }
  if (progress !== null && progress.standing !== null) {
    return { kind: 'standing', since: progress.readUpTo, why: progress.standing };
  }
  if (state.degraded !== null || (progress !== null && progress.lagMs > FRESH_MS)) {
    return { kind: 'catching-up', left: null, behindMs: progress?.lagMs ?? null, why: state.degraded };
  }
  return { kind: 'live' };
}
