import { io, type Socket } from 'socket.io-client';
import { Observable } from '../observable.ts';
import { freshToken, sessionEnded } from '../session/session.ts';
import { BATCHES, readBatch } from './batches.ts';
import { furthest, reaches } from './cursor.ts';
import { feedReducer, initialFeedState, type FeedEvent } from './feed-state.ts';
import type { LiveChanges, LiveStatus, LiveTxn, LiveCursor } from '../api/schema.ts';
import { changesSince, recentChangesFrom, remember, type RecentChanges } from './recent-changes.ts';

interface ServerEvents {
  changes: (sent: LiveChanges | ArrayBuffer, acknowledge: () => void) => void;
  status: (status: LiveStatus) => void;
  resync: () => void;
  token_expired: () => void;
}

const RETRY_REFUSED_MS = 2_000;

/**
 * The one connection to the live feed. It starts where the first snapshot ends, takes each batch before it acknowledges it, and after a
 * break goes on from its own cursor, so nothing is missed; where the server cannot do that any more it asks every list to load anew.
 */
class LiveFeed {
  readonly state = new Observable(initialFeedState(Date.now()));
  readonly #takers = new Set<(items: readonly LiveTxn[]) => void>();
  readonly #reloaders = new Set<() => void>();
  readonly #returns = new Set<() => void>();
  #socket: Socket<ServerEvents, Record<string, never>> | null = null;
  #cursor: LiveCursor = {};
  #recent: RecentChanges = recentChangesFrom({});
  #retry: ReturnType<typeof setTimeout> | null = null;

  /** Calls `take` with every batch, before it is acknowledged; returns how to stop. */
  onChanges(take: (items: readonly LiveTxn[]) => void): () => void {
    this.#takers.add(take);
    return () => this.#takers.delete(take);
  }

  /** Calls `reload` when what is on screen can no longer be brought up to date by changes alone. */
  onReload(reload: () => void): () => void {
    this.#reloaders.add(reload);
    return () => this.#reloaders.delete(reload);
  }

  /** Calls `back` whenever the link stands again: what could not be loaded meanwhile can be by now. */
  onBack(back: () => void): void {
    this.#returns.add(back);
  }

  /**
   * Tells the feed of a snapshot that was just loaded. Returns the changes to apply on top of it, or null if the snapshot is too old for
   * that and has to be taken again.
   */
  meet(asOf: LiveCursor): readonly LiveTxn[] | null {
    this.begin(asOf);
    return changesSince(this.#recent, asOf);
  }

  /** Starts from this snapshot where nothing has started yet, or where everything is being loaded anew; else does nothing. */
  begin(asOf: LiveCursor): void {
    if (this.#socket === null || this.state.get().stale) this.#startFrom(asOf);
  }

  /** Loads everything anew: after `resync`, or because a person asked. */
  reload(): void {
    this.#dispatch({ kind: 'resync' });
    this.#socket?.disconnect();
    for (const reload of this.#reloaders) reload();
  }

  #startFrom(asOf: LiveCursor): void {
    this.#cursor = asOf;
    this.#recent = recentChangesFrom(asOf);
    this.#dispatch({ kind: 'reloaded' });
    this.#dispatch({ kind: 'connecting' });
    this.#socket ??= this.#open();
    this.#socket.connect();
  }

  #open(): Socket<ServerEvents, Record<string, never>> {
    const socket: Socket<ServerEvents, Record<string, never>> = io({
      path: '/socket.io',
      transports: ['websocket'],
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      // Asked at every attempt, so a reconnection carries a fresh token and the cursor reached by then.
      auth: (give) => {
        void freshToken().then(
          (token) => give({ token, as_of: this.#cursor, batches: BATCHES }),
          () => give({ as_of: this.#cursor }), // refused by the server, and tried again
        );
      },
    });
    socket.on('connect', () => {
      this.#dispatch({ kind: 'connected' });
      for (const back of this.#returns) back();
    });
    socket.on('disconnect', (reason) => {
      this.#dispatch({ kind: 'lost' });
      // The server ends a connection when its token expires. Socket.IO comes back by itself from everything else.
      if (reason === 'io server disconnect' && !this.state.get().stale) this.#connectLater(socket, 0);
    });
    socket.on('connect_error', () => {
      this.#dispatch({ kind: 'lost' });
      if (!socket.active) this.#connectLater(socket, RETRY_REFUSED_MS);
    });
    socket.on('changes', (sent, acknowledge) => void this.#receive(socket, sent, acknowledge));
    socket.on('status', ({ state, detail }) =>
      this.#dispatch({
        kind: 'status',
        degraded: state === 'live' ? null : (detail ?? 'the feed is behind'),
      }),
    );
    socket.on('resync', () => this.reload());
    return socket;
  }

  #connectLater(socket: Socket<ServerEvents, Record<string, never>>, delayMs: number): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      if (!sessionEnded.get()) socket.connect();
    }, delayMs);
  }

  async #receive(socket: Socket, sent: LiveChanges | ArrayBuffer, acknowledge: () => void): Promise<void> {
    const connection = socket.id;
    const batch = await readBatch(sent).catch(() => null);
    if (socket.id !== connection) return; // it broke meanwhile: the next one begins with these changes
    if (batch === null || !reaches(this.#cursor, batch.from)) {
      this.reload(); // something was never delivered
      return;
    }
    this.#take(batch);
    acknowledge();
  }

  #take(batch: LiveChanges): void {
    this.#cursor = furthest(this.#cursor, batch.to);
    this.#recent = remember(this.#recent, batch);
    for (const take of this.#takers) take(batch.items);
    this.#dispatch({ kind: 'batch', left: batch.left });
  }

  #dispatch(event: FeedEvent): void {
    this.state.set(feedReducer(this.state.get(), event, Date.now()));
  }
}

export const feed = new LiveFeed();
