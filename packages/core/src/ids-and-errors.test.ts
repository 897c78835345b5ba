import { describe, expect, it, test } from 'vitest';
import { DEAD_LETTER_CODES, ERROR_CODES, RefusedField, TieoutError } from './errors.ts';
import { eventId, isEventId, isTxnId, txnId } from './ids.ts';

describe('ids', () => {
  test.each(['T', 'TXN1001', 'a-b_c.d:e', 'x'.repeat(64)])('%s is one', (text) => {
    expect(isTxnId(text) && isEventId(text)).toBe(true);
    expect([txnId(text), eventId(text)]).toEqual([text, text]);
  });

  test.each(['', 'x'.repeat(65), 'a b', 'a/b', 'é', 'a\n', '{p}'])('%j is none', (text) => {
    expect(isTxnId(text) || isEventId(text)).toBe(false);
    expect(() => txnId(text)).toThrow(expect.objectContaining({ code: 'INVALID_FIELD', field: 'txn_id' }));
    expect(() => eventId(text)).toThrow(
      expect.objectContaining({ code: 'INVALID_FIELD', field: 'event_id' }),
    );
  });
});

describe('errors', () => {
  it('carry their code, whether trying again helps, and their cause', () => {
    const cause = new Error('connection refused');
    const error = new TieoutError('KAFKA_UNAVAILABLE', 'no broker answered', { cause });
    expect(error).toMatchObject({ name: 'TieoutError', code: 'KAFKA_UNAVAILABLE', retriable: true, cause });
    expect(new TieoutError('LANE_LOST', 'another owner').retriable).toBe(false);
  });

  it('name the refused field in front of the problem', () => {
    const error = new RefusedField('amount', 'is not a number', 'INVALID_AMOUNT');
    expect(error).toBeInstanceOf(TieoutError);
    expect(error).toMatchObject({
      name: 'RefusedField',
      code: 'INVALID_AMOUNT',
      field: 'amount',
      message: 'amount: is not a number',
      retriable: false,
    });
  });

  it('list the codes of refused records in the order of their checks; none is worth repeating', () => {
    expect(DEAD_LETTER_CODES).toEqual([
      'TOO_LARGE',
      'UNKNOWN_SCHEMA',
      'UNDECODABLE',
      'KEY_MISMATCH',
      'INVALID_FIELD',
      'UNKNOWN_CURRENCY',
      'INVALID_AMOUNT',
      'INVALID_TIME',
      'PAN_LIKE',
      'WRONG_PARTITION',
      'STORE_REFUSED',
    ]);
    for (const code of DEAD_LETTER_CODES) expect(ERROR_CODES[code].retriable).toBe(false);
  });
});
