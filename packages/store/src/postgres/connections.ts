import { Client, Pool, type PoolClient } from 'pg';
import { postgresError } from './errors.ts';

export interface PostgresSettings {
  readonly databaseUrl: string;
  /** Lanes that may commit at once; each has one connection. */
  readonly commitSlots: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** A lane's row held longer than this by somebody else is taken from them by force. */
  readonly lockTimeoutMs: number;
  /** No statement of a lane takes this long; 30 s unless told. A server that says nothing for a tenth longer is taken for gone. */
  readonly statementTimeoutMs?: number;
}

const STATEMENT_TIMEOUT_MS = 30_000;

/**
 * A lane asks by key: an index is right whatever the disk. A transaction whose client went silent must not keep its lane.
 */
const SESSION = [
  'random_page_cost=1.1',
  'idle_in_transaction_session_timeout=60s',
  'tcp_keepalives_idle=10',
  'tcp_keepalives_interval=5',
  'tcp_keepalives_count=3',
];

/** The lanes' connections, and a way to end a backend that stalls one of them. */
export class PostgresConnections {
  readonly #settings: PostgresSettings;
  readonly #pool: Pool;
  readonly #silenceMsMax: number;

  constructor(settings: PostgresSettings, onError: (error: Error) => void) {
    this.#settings = settings;
    const statementTimeoutMs = settings.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
    this.#silenceMsMax = statementTimeoutMs * 1.1;
    const session = [...SESSION, `statement_timeout=${statementTimeoutMs}`];
    this.#pool = new Pool({
      connectionString: settings.databaseUrl,
      application_name: settings.applicationName,
      max: settings.commitSlots,
      connectionTimeoutMillis: 30_000,
      idleTimeoutMillis: 0,
      // The server's timeouts are of no use where its answer cannot reach us: this one is the client's own, and holds for COPY too.
      query_timeout: this.#silenceMsMax,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      options: session.map((setting) => `-c ${setting}`).join(' '),
    });
    this.#pool.on('error', onError);
    // An error between two queries of a checked-out client has no promise to reject; unhandled it would end the process.
    this.#pool.on('connect', (client) => client.on('error', onError));
  }

  /** @throws {TieoutError} POSTGRES_UNAVAILABLE */
  async checkOut(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw postgresError(error);
    }
  }

  /** Runs `work` on a connection of the pool; after an error the connection is thrown away, since nobody knows its state. */
  async use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.checkOut();
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw postgresError(error);
    }
  }

  /**
   * Runs `locking` on `waiter` and, while it waits, every `lockTimeoutMs` terminates the backends of this role that it waits for: a
   * frozen COPY of a lost owner ignores statement timeouts and would hold the row for ever.
   */
  async takeByForce<T>(waiter: PoolClient, locking: () => Promise<T>): Promise<T> {
    const { rows } = await waiter.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const ending = setInterval(() => {
      void this.#endBlockersOf(rows[0]?.pid).catch(() => {
        // Tried again at the next turn; the waiting query itself reports a server that is gone.
      });
    }, this.#settings.lockTimeoutMs);
    try {
      return await locking();
    } finally {
      clearInterval(ending);
    }
  }

  async #endBlockersOf(pid: number | undefined): Promise<void> {
    // Not from the pool: all of its connections may be waiting.
    const control = new Client({
      connectionString: this.#settings.databaseUrl,
      application_name: `${this.#settings.applicationName} control`,
      connectionTimeoutMillis: 5000,
      query_timeout: this.#silenceMsMax,
    });
    control.on('error', () => {
      // The query below rejects with the same.
    });
    try {
      await control.connect();
      await control.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE usename = current_user AND pid = ANY (pg_blocking_pids($1::int))`,
        [pid],
      );
    } finally {
      await control.end();
    }
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}
