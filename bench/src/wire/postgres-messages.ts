/** What a client says before it waits for an answer, in Postgres's protocol (version 3). */
export interface Exchange {
  /** The messages as they were sent. */
  readonly bytes: Buffer;
  /** Statements in it: those of a simple query, or one for each execution of a prepared one. */
  readonly statements: number;
  /** The text of a simple query; empty where there is none. */
  readonly query: string;
  /** Its Parse messages alone: what must be said once on another connection before this. */
  readonly parses: readonly Buffer[];
}

const HEAD_BYTES = 5;

/** Messages after which a client waits: Query, Sync, CopyDone. */
const ENDS = new Set(['Q', 'S', 'c']);
/** Of the login: they come before the first query. */
const PASSWORD = 'p';

/** Takes what a client has sent from its first byte on apart into exchanges, the login left out. A last one that is not whole is left out as well. */
export function exchangesOf(sent: readonly Buffer[]): Exchange[] {
  const bytes = Buffer.concat(sent);
  const exchanges: Exchange[] = [];
  // The startup message has no letter before its length.
  let at = bytes.length >= 4 ? bytes.readInt32BE(0) : 0;
  let begin = at;
  let statements = 0;
  let query = '';
  let parses: Buffer[] = [];
  while (at + HEAD_BYTES <= bytes.length) {
    const type = String.fromCharCode(bytes[at] ?? 0);
    const end = at + 1 + bytes.readInt32BE(at + 1);
    if (end > bytes.length) break;
    if (type === PASSWORD) begin = end;
    if (type === 'P') parses.push(bytes.subarray(at, end));
    if (type === 'E') statements += 1;
    if (type === 'Q') {
      query = bytes.toString('utf8', at + HEAD_BYTES, end - 1);
      statements += query.split(';').filter((part) => part.trim() !== '').length;
    }
    if (ENDS.has(type)) {
      exchanges.push({ bytes: bytes.subarray(begin, end), statements, query, parses });
      begin = end;
      statements = 0;
      query = '';
      parses = [];
    }
    at = end;
  }
  return exchanges;
}

/** One transaction of a lane as it was sent, from BEGIN to its end. */
export interface RecordedFlush {
  readonly lane: number;
  readonly exchanges: readonly Exchange[];
}

/** Finds the flushes among a connection's exchanges. */
export function flushesOf(exchanges: readonly Exchange[]): RecordedFlush[] {
  const flushes: RecordedFlush[] = [];
  let under: { readonly lane: number; readonly exchanges: Exchange[] } | undefined;
  for (const exchange of exchanges) {
    const lane = /^BEGIN;[^]*FROM lanes WHERE partition = (\d+) FOR UPDATE/.exec(exchange.query)?.[1];
    if (lane !== undefined) under = { lane: Number(lane), exchanges: [] };
    under?.exchanges.push(exchange);
    if (under !== undefined && /^(COMMIT|ROLLBACK)/.test(exchange.query)) {
      flushes.push(under);
      under = undefined;
    }
  }
  return flushes;
}
