import type { Server as HttpServer } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { TieoutError } from '@tieout/core';
import type { Logger } from '@tieout/runtime';
import type { Access, AccessLog } from '@tieout/store/access';
import type { Cursor, LaneHints } from '@tieout/store/reading';
import { Counter, Gauge, type Registry } from 'prom-client';
import { Server, type Socket } from 'socket.io';
import type { Principal, VerifyToken } from '../auth/token.ts';
import { clientAddress } from '../http/client-address.ts';
import { LiveBatches, LiveCursor, type LiveChanges, type LiveStatus } from '../schemas/index.ts';
import { deflated } from './deflated.ts';
import { Follower, type ChangeLog } from './follower.ts';
import { Pause } from './pause.ts';
import { LiveReader } from './reader.ts';
import type { RecentChanges } from './recent-changes.ts';

interface ServerEvents {
  changes: (changes: LiveChanges | Buffer, acknowledge: () => void) => void;
  resync: () => void;
  status: (status: LiveStatus) => void;
  token_expired: () => void;
}
type ClientEvents = Record<string, never>;
interface SocketData {
  principal: Principal;
}
type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

export interface LiveOptions {
  readonly http: HttpServer;
  readonly origin: string;
  readonly verify: VerifyToken;
  readonly access: AccessLog;
  readonly log: ChangeLog;
  readonly hints: (on: { onHint: () => void; onConnectionChange: () => void }) => LaneHints;
  readonly logger: Logger;
  readonly metrics: Registry;
}

const ACK_LIMIT_MS = 30_000;
const HANDSHAKE_BYTES_MAX = 64 * 1024;
/** What goes to many goes in larger batches: a client that is alone has each change at once, 200 of them five times a second. */
const PAUSE_PER_CLIENT_MS = 1;
const PAUSE_MAX_MS = 1_000;
const CLIENTS_AT_ONCE = 5;
/** The room of everyone who may see transactions. */
const VIEWERS = 'role:viewer';
const TIMER_MAX_MS = 2 ** 31 - 1;

/** The live feed: who connects gets what was committed after its snapshot, and nothing else, in order. */
export class LiveFeed {
  readonly #options: LiveOptions;
  readonly #io: LiveServer;
  readonly #follower: Follower;
  readonly #hints: LaneHints;
  readonly #readers = new Map<LiveSocket, LiveReader>();
  readonly #round = new Pause(
    () => Math.min(this.#readers.size * PAUSE_PER_CLIENT_MS, PAUSE_MAX_MS),
    () => void this.#advanceAll(),
  );
  readonly #sent: Counter;
  readonly #clients: Gauge;
  #status: Pick<LiveStatus, 'state' | 'detail'> = { state: 'degraded', detail: 'starting' };

  constructor(options: LiveOptions) {
    this.#options = options;
    const { http, origin, logger, metrics } = options;
    this.#io = new Server(http, {
      serveClient: false,
      cors: { origin },
      perMessageDeflate: false,
      maxHttpBufferSize: HANDSHAKE_BYTES_MAX,
    });
    this.#follower = new Follower({
      log: options.log,
      logger,
      hinted: () => this.#hints.connected,
      onProgress: () => this.#progress(),
      onReplaced: () => this.#resyncAll(),
    });
    this.#hints = options.hints({
      onHint: () => this.#follower.hint(),
      onConnectionChange: () => this.#follower.hint(),
    });
    this.#sent = new Counter({
      name: 'tieout_live_changes_total',
      help: 'Changes acknowledged by clients of the live feed.',
      registers: [metrics],
    });
    this.#clients = new Gauge({
      name: 'tieout_live_clients',
      help: 'Clients of the live feed.',
      registers: [metrics],
    });
    this.#io.use((socket, next) => void this.#admit(socket, next));
    this.#io.on('connection', (socket) => {
      this.#serve(socket).catch((error: unknown) => this.#drop(socket, error));
    });
  }

  /** Why changes cannot be followed now; null while they can. */
  get problem(): string | null {
    return this.#follower.problem;
  }

  start(): void {
    this.#follower.start();
  }

  async stop(): Promise<void> {
    await this.#follower.stop();
    this.#round.stop();
    this.#hints.close();
    await this.#io.close();
  }

  /** As strict as a request: the same check of the token, the same role. */
  async #admit(socket: LiveSocket, next: (refusal?: Error) => void): Promise<void> {
    const { token } = socket.handshake.auth;
    let refusal: Error | undefined;
    try {
      const principal = await this.#options.verify(typeof token === 'string' ? token : '');
      socket.data.principal = principal;
      if (!principal.roles.includes('viewer')) {
        await this.#record(socket, 'refused', 'live feed', null);
        throw new TieoutError('FORBIDDEN', 'needs role viewer');
      }
    } catch (error) {
      const known = error instanceof TieoutError;
      refusal = Object.assign(new Error(known ? error.message : 'internal error'), {
        data: { code: known ? error.code : 'INTERNAL' },
      });
    }
    next(refusal);
  }

  async #serve(socket: LiveSocket): Promise<void> {
    const { principal } = socket.data;
    const expiry = setTimeout(
      () => {
        socket.emit('token_expired');
        socket.disconnect(true);
      },
      Math.min(Math.max(0, principal.expiresAt - Date.now()), TIMER_MAX_MS),
    );
    socket.on('disconnect', () => {
      clearTimeout(expiry);
      void this.#leave(socket);
    });
    await socket.join(principal.roles.map((role) => `role:${role}`));
    socket.emit('status', this.#statusNow());

    const asOf = LiveCursor.safeParse(socket.handshake.auth['as_of']);
    await this.#record(
      socket,
      'live feed opened',
      asOf.success ? cursorText(asOf.data) : 'no snapshot named',
      0,
    );
    if (asOf.success) await this.#follower.upToDate();
    if (!socket.connected) return;
    const recent = this.#follower.recent;
    const place = asOf.success ? recent?.placeOf(asOf.data) : null;
    if (!recent || !place) {
      socket.emit('resync');
      return;
    }
    const takesDeflated = LiveBatches.safeParse(socket.handshake.auth['batches']).success;
    const reader = new LiveReader(
      {
        send: async (changes) => {
          const sent = takesDeflated ? deflated(changes) : changes;
          await socket.timeout(ACK_LIMIT_MS).emitWithAck('changes', sent);
          this.#sent.inc(changes.items.length);
        },
        resync: () => socket.emit('resync'),
      },
      place,
    );
    this.#readers.set(socket, reader);
    this.#clients.set(this.#readers.size);
    await this.#advance(reader, recent);
  }

  async #advance(reader: LiveReader, recent: RecentChanges): Promise<void> {
    if (await reader.advance(recent)) this.#round.ask();
  }

  async #leave(socket: LiveSocket): Promise<void> {
    const reader = this.#readers.get(socket);
    this.#readers.delete(socket);
    this.#clients.set(this.#readers.size);
    if (!reader) return;
    reader.end();
    try {
      await this.#record(socket, 'live feed closed', 'all', reader.delivered);
    } catch (error) {
      this.#options.logger.error(
        { err: error, rows: reader.delivered },
        'the end of a live feed was not written down',
      );
    }
  }

  #record(socket: LiveSocket, what: string, filterOrId: string, rows: number | null): Promise<void> {
    const { principal } = socket.data;
    const access: Access = {
      who: principal.username,
      subject: principal.subject,
      roles: principal.roles,
      what,
      filterOrId,
      txnId: null,
      rows,
      address: clientAddress(socket.handshake),
      requestId: socket.id,
    };
    return this.#options.access.record(access);
  }

  #progress(): void {
    const now = this.#statusNow();
    if (now.state !== this.#status.state || now.detail !== this.#status.detail) {
      this.#status = now;
      this.#io.to(VIEWERS).emit('status', now);
    }
    this.#round.ask();
  }

  /** A few at a time: between them whoever asks for a list is answered. */
  async #advanceAll(): Promise<void> {
    const { recent } = this.#follower;
    if (recent === null) return;
    for (const [index, [socket, reader]] of [...this.#readers].entries()) {
      if (index % CLIENTS_AT_ONCE === CLIENTS_AT_ONCE - 1) await setImmediate();
      this.#advance(reader, recent).catch((error: unknown) => this.#drop(socket, error));
    }
  }

  /** It did not acknowledge in time, or its access could not be written down: it may come back and go on from its cursor. */
  #drop(socket: LiveSocket, err: unknown): void {
    if (socket.connected) this.#options.logger.warn({ err, socket: socket.id }, 'a live client was dropped');
    socket.disconnect(true);
  }

  #statusNow(): LiveStatus {
    const at = new Date().toISOString();
    const { problem } = this.#follower;
    if (problem !== null) return { state: 'degraded', detail: problem, at };
    if (!this.#hints.connected)
      return { state: 'degraded', detail: 'no hints from the lanes: changes come a little later', at };
    return { state: 'live', detail: null, at };
  }

  #resyncAll(): void {
    for (const [socket, reader] of this.#readers) {
      reader.end();
      socket.emit('resync');
    }
  }
}

function cursorText(cursor: Cursor): string {
  return Object.entries(cursor)
    .map(([chain, seq]) => `${chain}:${seq}`)
    .join(' ');
}
