import type { Leg, Source, Txn } from '../api/schema.ts';

const TYPES = { core: 'LEDGER_POSTED', gateway: 'PAYMENT_CAPTURED', mobile: 'PAYMENT_CONFIRMED' } as const;

/** A good leg of INR 5,000.00; tests change what they are about. */
export function sampleLeg(source: Source, change: Partial<Leg> = {}): Leg {
  return {
    event_id: `${source}-1`,
    type: TYPES[source],
    outcome: 'SUCCESS',
    amount_minor: '500000',
    currency: 'INR',
    event_time: '2026-11-21T14:03:20.000Z',
    append_time: '2026-11-21T14:03:20.300Z',
    late: false,
    position: { topic: `${source}_txns`, partition: 0, offset: '1' },
    channel: 'WEB',
    direction: null,
    rail: null,
    fee_minor: null,
    reference: null,
    client_time: null,
    ...change,
  };
}

/** A matched web payment of INR 5,000.00, seen by bank and gateway. */
export function sampleTransaction(change: Partial<Txn> = {}): Txn {
  return {
    txn_id: 'TXN1001',
    status: 'MATCHED',
    life_cycle: 'MATCHED',
    reasons: [],
    severity: null,
    at_fault: null,
    hints: [],
    currency: 'INR',
    amount_minor: '500000',
    discrepancy_minor: '0',
    at_risk_minor: '0',
    channel: 'WEB',
    sources: ['core', 'gateway'],
    missing: [],
    first_seen_at: '2026-11-21T14:03:20.300Z',
    deadline_at: '2026-11-21T14:04:20.300Z',
    broken_at: null,
    updated_at: '2026-11-21T14:03:20.900Z',
    rule_version: 1,
    revision: 1,
    assignee: null,
    work_state: 'OPEN',
    legs: { core: sampleLeg('core'), gateway: sampleLeg('gateway'), mobile: null },
    ...change,
  };
}
