import { TieoutError } from '@tieout/core';

/** SQLSTATE classes of a value that no retry will ever store: cardinality, data exception, integrity constraint. */
const REFUSED_CLASSES: ReadonlySet<string> = new Set(['21', '22', '23']);

/** SQLSTATE of an error the server sent; undefined for one of the connection. */
function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  // Node's own codes (ECONNRESET …) are words; SQLSTATE is five digits and capitals.
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

/** Whether the server sent it, so that the connection still works. */
export function isAnswer(error: unknown): boolean {
  return sqlState(error) !== undefined;
}

/** What a program throws by mistake; trying again would go on for ever and blame the server. */
const MISTAKES = [TypeError, RangeError, ReferenceError, SyntaxError];

/**
 * The house's error for one of Postgres: a value refused for ever, or a server that did not do it this time.
 *
 * @throws the error itself where it is a mistake of this program
 */
export function postgresError(error: unknown): TieoutError {
  if (error instanceof TieoutError) return error;
  if (MISTAKES.some((mistake) => error instanceof mistake)) throw error;
  const state = sqlState(error);
  const message = error instanceof Error ? error.message : String(error);
  if (state !== undefined && REFUSED_CLASSES.has(state.slice(0, 2))) {
    return new TieoutError('STORE_REFUSED', `${message} (SQLSTATE ${state})`, { cause: error });
  }
  return new TieoutError('POSTGRES_UNAVAILABLE', message, { cause: error });
}
