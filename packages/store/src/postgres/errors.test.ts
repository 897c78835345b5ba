import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { postgresError } from './errors.ts';

function answer(sqlState: string): DatabaseError {
  const error = new DatabaseError('as the server said it', 0, 'error');
  error.code = sqlState;
  return error;
}

describe('an error at the database', () => {
  it.each(['21000', '22P02', '23514'])('of a value says that it is refused for ever (%s)', (sqlState) => {
    expect(postgresError(answer(sqlState))).toMatchObject({ code: 'STORE_REFUSED', retriable: false });
  });

  it.each(['40001', '53300', '57P01', '53100'])('of the server may pass (%s)', (sqlState) => {
    expect(postgresError(answer(sqlState))).toMatchObject({ code: 'POSTGRES_UNAVAILABLE', retriable: true });
  });

  it('of the connection may pass', () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    expect(postgresError(reset)).toMatchObject({ code: 'POSTGRES_UNAVAILABLE', cause: reset });
  });

  it('that is a mistake of this program is not blamed on the server', () => {
    const mistake = new TypeError('x is undefined');
    expect(() => postgresError(mistake)).toThrow(mistake);
  });
});
