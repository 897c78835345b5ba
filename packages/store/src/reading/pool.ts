import { DatabaseError, Pool } from 'pg';

export interface PoolOptions {
  readonly url: string;
  readonly name: string;
  readonly connectionsMax: number;
  /** A statement that takes longer is ended by the server. */
  readonly statementLimitMs: number;
  /** Told of connections that broke while no query ran on them: the pool replaces them. */
  readonly onConnectionError: (error: Error) => void;
}

const CONNECT_LIMIT_MS = 3_000;

export function openPool({
  url,
  name,
  connectionsMax,
  statementLimitMs,
  onConnectionError,
}: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: name,
    max: connectionsMax,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    statement_timeout: statementLimitMs,
    // The server may be unreachable without the socket knowing: the client gives up as well.
    query_timeout: statementLimitMs + 1_000,
  });
  // Between two queries of a checked-out client an error has no promise to reject; unhandled it would end the process.
  pool.on('connect', (client) => client.on('error', onConnectionError));
  pool.on('error', () => {
    // Of an idle client, told above.
  });
  return pool;
}

/** Connection broken (08), resources exhausted (53), server going down or statement ended by the server (57). */
const AWAY = /^(08|53|57)/;
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
/** node-postgres has no codes for these. */
const CLIENT_GAVE_UP =
  /^(Connection terminated|timeout exceeded|Query read timeout|Client has encountered a connection error)/;

/** Whether trying again later can help: the database did not answer, or not in time. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseError) return AWAY.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  return ('code' in error && NETWORK.has(String(error.code))) || CLIENT_GAVE_UP.test(error.message);
}
