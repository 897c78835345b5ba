import type { TxnId } from '@tieout/core';
import { CHAIN_START, type AuditRow } from '../audit/chain.ts';
import type { DeadLetter, LaneHead, RawEvent, StatIncrement } from '../lane-ports.ts';
import { SAMPLE_TIME, sampleEvent, sampleRecord } from '../testing/sample-flush.ts';

// Rows of a flush, as a lane would make them.

export function rawEvent({ partition }: LaneHead, offset: bigint, payload = Buffer.from([0])): RawEvent {
  return { event: sampleEvent('RAW', offset, { partition }), schemaId: 7, payload };
}

export function firstAuditRow(head: LaneHead): AuditRow {
  const [row] = sampleRecord({ ...head, chain: CHAIN_START }, []).audit;
  if (row === undefined) throw new Error('a sample has an audit row');
  return row;
}

export function deadLetter({ partition }: LaneHead, offset: bigint): DeadLetter {
  return {
    topic: 'core_txns',
    partition,
    offset,
    appendTime: SAMPLE_TIME,
    key: Buffer.alloc(0),
    code: 'UNDECODABLE',
    error: 'starts with byte 1',
    payload: Buffer.from([1, 0, 255]),
    headers: { traceparent: '00-ab' },
  };
}

export function stat(changes: Partial<StatIncrement>): StatIncrement {
  return { measure: 'refused', key: 'core', currency: '', count: 1, amountMinor: 0n, ...changes };
}

export function byId<T extends { readonly txnId: TxnId }>(transactions: readonly T[]): Map<TxnId, T> {
  return new Map(transactions.map((one) => [one.txnId, one]));
}
