import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { TxnQuery } from '../list-query.ts';
import { AccessQuery, ById, SearchQuery } from '../queries.ts';
import { accessCursor, readAccessCursor, readTxnCursor, txnCursor } from './page-cursor.ts';
import { InvalidRequest } from './problem.ts';
import { pathOf, queryOf } from './validate.ts';

const request = (query: Request['query'], params: Record<string, string> = {}) => ({ query, params });

function problems(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidRequest) return error.fields.map(({ field }) => field);
    throw error;
  }
  return 'nothing refused';
}

describe('the query of a list', () => {
  it('has a limit where none is given', () => {
    expect(queryOf(TxnQuery, request({}))).toEqual({ limit: 100, sort: 'time' });
  });

  it('takes a list repeated, separated by commas, or both', () => {
    const query = queryOf(
      TxnQuery,
      request({ status: ['MATCHED', 'PENDING,CLOSED'], reason: 'MISSING_CORE,FX_ADJUSTMENT' }),
    );
    expect(query).toEqual({
      limit: 100,
      sort: 'time',
      status: ['MATCHED', 'PENDING', 'CLOSED'],
      reason: ['MISSING_CORE', 'FX_ADJUSTMENT'],
    });
  });

  it.each([
    [{ statuss: 'MATCHED' }, ['statuss']],
    [{ status: 'MATCHD' }, ['status']],
    [{ status: '' }, ['status']],
    [{ limit: '501' }, ['limit']],
    [{ limit: '0' }, ['limit']],
    [{ limit: 'many' }, ['limit']],
    [{ limit: ['1', '2'] }, ['limit']],
    [{ from: 'yesterday' }, ['from']],
    [{ from: '2026-01-01T00:00:00' }, ['from']],
    [{ currency: 'inr' }, ['currency']],
    [{ severity: 'grave', q: '%', x: '1' }, ['severity', 'q', 'x']],
  ])('%j is refused by name: %j', (query, fields) => {
    expect(problems(() => queryOf(TxnQuery, request(query)))).toEqual(expect.arrayContaining(fields));
  });

  it('knows only its own parameters', () => {
    expect(problems(() => queryOf(AccessQuery, request({ status: 'MATCHED' })))).toEqual(['status']);
  });
});

describe('what is searched for', () => {
  it.each([
    ['TXN1', 'TXN1'],
    [' "TXN1" ,', 'TXN1'],
    ['\u00A0`a b`;\t', 'a b'],
    [',a', ',a'],
    ['é😀', 'é😀'],
    [`'${'x'.repeat(256)}'`, 'x'.repeat(256)],
  ])('%j is %j', (given, meant) => {
    expect(queryOf(SearchQuery, request({ q: given }))).toEqual({ q: meant, limit: 10 });
  });

  it.each(['', ' ', '",', 'a\u0000b', 'a\u0085', 'a\nb', 'x'.repeat(257)])('%j is nothing', (given) => {
    expect(problems(() => queryOf(SearchQuery, request({ q: given })))).toEqual(['q']);
  });
});

describe('an id in a path', () => {
  it('is 1–64 of the characters ids are made of', () => {
    expect(pathOf(ById, request({}, { txn_id: 'TXN-1_2.3:4' }))).toEqual({ txn_id: 'TXN-1_2.3:4' });
    expect(problems(() => pathOf(ById, request({}, { txn_id: 'a b' })))).toEqual(['txn_id']);
    expect(problems(() => pathOf(ById, request({}, { txn_id: 'x'.repeat(65) })))).toEqual(['txn_id']);
  });
});

describe('a cursor', () => {
  it.each([
    ['time', ['2026-03-01T09:00:00.123Z', 'TXN_1']],
    ['severity', ['1', '2026-03-01T09:00:00.123Z', 'TXN_1']],
    ['age', ['2026-03-01T09:00:00.123Z', 'TXN_1']],
    ['at_risk', ['123456789012345678901234567890', 'TXN_1']],
    ['discrepancy', ['-1', 'TXN_1']],
  ] as const)('by %s comes back as what it was made from', (sort, key) => {
    expect(readTxnCursor('list', sort, txnCursor('list', key))).toEqual(key);
  });

  it('of the access page comes back as what it was made from', () => {
    expect(readAccessCursor(accessCursor({ 'access-0': 12 }))).toEqual({ 'access-0': 12 });
  });

  it.each([
    '',
    'x',
    '!!!',
    accessCursor({ 'access-0': 1 }),
    txnCursor('list', ['9e99', 'a']),
    txnCursor('list', ['1', '2026-03-01T09:00:00.123Z', 'TXN_1']),
  ])('%j is refused, naming the field', (text) => {
    expect(problems(() => readTxnCursor('list', 'time', text))).toEqual(['cursor']);
  });

  it('of another list is refused with a code of its own', () => {
    const cursor = txnCursor('another', ['2026-03-01T09:00:00.123Z', 'TXN_1']);
    expect(() => readTxnCursor('list', 'time', cursor)).toThrow(
      expect.objectContaining({ code: 'CURSOR_OF_ANOTHER_QUERY' }),
    );
  });
});
