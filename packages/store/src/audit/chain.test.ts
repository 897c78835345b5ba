import { createHash } from 'node:crypto';
import { txnId } from '@tieout/core';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendToChain, CHAIN_START, laneChain, type AuditEntry } from './chain.ts';

const at = Date.UTC(2026, 10, 21, 10, 0, 0, 7);
const entry = (facts: AuditEntry['facts']): AuditEntry => ({
  at,
  actor: 'system:lane-3',
  action: 'VERDICT',
  txnId: txnId('TXN1'),
  facts,
});

/** Objects whose keys stand in ascending order, as callers give them. */
const facts = fc
  .dictionary(
    fc.string({ unit: 'binary' }).filter((key) => !/^\d+$/.test(key) && key !== '__proto__'),
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    ),
  )
  .map((object) => Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1))));

describe('a chain of audit rows', () => {
  it('numbers its rows without a gap from 1 and ties each to the one before', () => {
    const first = appendToChain(laneChain(3), CHAIN_START, [entry({ a: 1 }), entry({ a: 2 })]);
    const second = appendToChain(laneChain(3), first.head, [entry({ a: 3 })]);
    const rows = [...first.rows, ...second.rows];
    expect(rows.map(({ seq }) => seq)).toEqual([1n, 2n, 3n]);
    let previous: Buffer = Buffer.alloc(32);
    for (const { detail, prevHash, hash } of rows) {
      expect(prevHash).toEqual(previous);
      expect(hash).toEqual(createHash('sha256').update(previous).update(detail).digest());
      previous = hash;
    }
    expect(second.head).toEqual({ seq: 3n, hash: previous });
  });

  it('writes each detail as RFC 8785 does', () => {
    fc.assert(
      fc.property(facts, (some) => {
        const [row] = appendToChain(laneChain(0), CHAIN_START, [entry(some)]).rows;
        const detail = String(row?.detail);
        expect(detail).toBe(canonicalize(JSON.parse(detail)));
      }),
    );
  });

  it('takes a detail that brings its own text as it is, whatever its pieces are made of', () => {
    const [row] = appendToChain('lane-3', { ...CHAIN_START, seq: 6n }, [
      entry(({ action, seq, at: time }) => [`${action} ${seq} ü`, Buffer.from(' é '), time]),
    ]).rows;
    expect(String(row?.detail)).toBe('VERDICT 7 ü é 2026-11-21T10:00:00.007Z');
  });

  it('carries in the detail what the columns say', () => {
    const [row] = appendToChain('lane-3', CHAIN_START, [entry({ status: 'MATCHED' })]).rows;
    expect(JSON.parse(String(row?.detail))).toEqual({
      action: 'VERDICT',
      actor: 'system:lane-3',
      at: '2026-11-21T10:00:00.007Z',
      chain: 'lane-3',
      seq: '1',
      status: 'MATCHED',
      txn_id: 'TXN1',
    });
  });

  it('hashes a detail of any length', () => {
    const long = 'ü'.repeat(20_000);
    const [row] = appendToChain('lane-0', CHAIN_START, [entry({ long })]).rows;
    expect(row?.hash).toEqual(
      createHash('sha256')
        .update(Buffer.alloc(32))
        .update(row?.detail ?? '')
        .digest(),
    );
  });
});
