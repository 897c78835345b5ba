import type { Source } from '@tieout/core';
import type { StoredRecord, StoredVerdict } from '@tieout/store/reading';
import type { TrueLeg } from '../../scenario/step.ts';
import type { Expectation } from '../expectation.ts';

const AT = new Date(0);

/** The result row of a system that gets everything right. */
export function rightRow({ txnId, truth }: Expectation, partition = 0): StoredVerdict {
  const { core, gateway, mobile } = truth.legs;
  return {
    partition,
    txn_id: txnId,
    status: truth.status,
    reasons: [...truth.reasons],
    severity: truth.severity,
    at_fault: truth.atFault,
    hints: [...truth.hints],
    currency: truth.currency,
    amount_minor: String(truth.amountMinor),
    discrepancy_minor: truth.discrepancyMinor === null ? null : String(truth.discrepancyMinor),
    at_risk_minor: String(truth.atRiskMinor),
    channel: truth.channel,
    sources: (['core', 'gateway', 'mobile'] as const).filter((source) => truth.legs[source] !== null),
    missing: truth.reasons
      .filter((reason) => reason.startsWith('MISSING_'))
      .map((reason) =>
        reason === 'MISSING_CORE' ? 'core' : reason === 'MISSING_GATEWAY' ? 'gateway' : 'mobile',
      ),
    legs: { core: legOf(core), gateway: legOf(gateway), mobile: legOf(mobile) },
  };
}

const legOf = (leg: TrueLeg | null) =>
  leg && {
    event_id: leg.eventId,
    type: leg.type,
    outcome: leg.outcome,
    amount_minor: String(leg.amountMinor),
    currency: leg.currency,
    append_time: AT.toISOString(),
    event_time: AT.toISOString(),
    channel: null,
    client_time: null,
    direction: null,
    fee_minor: null,
    late: false,
    position: { offset: '0', partition: 0, topic: 't' },
    rail: null,
    reference: null,
  };

/** Each event of the transaction once. */
export function rightRecords(
  { txnId, eventIds }: Expectation,
  partition: number,
  offsetOf: (source: Source) => bigint,
): StoredRecord[] {
  return [...eventIds].map((name) => {
    const [word = '', eventId = ''] = name.split(' ');
    const source = sourceNamed(word);
    return { txnId, source, eventId, partition, offset: offsetOf(source), appendTime: AT.getTime() };
  });
}

function sourceNamed(text: string): Source {
  if (text === 'core' || text === 'gateway' || text === 'mobile') return text;
  throw new Error(text);
}
