import { createHash } from 'node:crypto';
import type { Source } from '@tieout/core';
import type { CoreTxn, GatewayTxn, MobileTxn } from '@tieout/schemas';

/** What goes wrong with a payment of the data set, and how many of a hundred it happens to. The rest agree. */
const SHARES = {
  amount: 2,
  status: 1,
  time: 1,
  missing: 3,
  duplicate: 1,
} as const;
type Fault = keyof typeof SHARES;

/** What a right competitor says in the end, as status and reasons joined by commas. */
export type Answer =
  | 'MATCHED'
  | `MISMATCHED ${'AMOUNT_MISMATCH' | 'STATUS_MISMATCH' | 'TIMESTAMP_MISMATCH' | 'DUPLICATE_EVENT' | `MISSING_${Uppercase<Source>}`}`;

export type BenchRecord =
  | { readonly source: 'core'; readonly record: CoreTxn }
  | { readonly source: 'gateway'; readonly record: GatewayTxn }
  | { readonly source: 'mobile'; readonly record: MobileTxn };

export interface BenchPayment {
  readonly records: readonly BenchRecord[];
  readonly answer: Answer;
}

/** Booking times lie in this past moment, 10 ms apart: the data set is the same bytes every time. */
const EPOCH = Date.UTC(2026, 0, 1);
const SPACING_MS = 10;
/** Far past the window of five minutes, and no multiple of half an hour. */
const TIME_OFF_MS = 11 * 60_000;

/** The payment of this index: all three systems tell of it, in the same currency, unless `fault` says otherwise. Pure. */
export function paymentAt(seed: string, index: number): BenchPayment {
  const draw = createHash('sha256').update(`${seed}/${index}`).digest();
  const fault = faultOf(draw.readUInt16BE(0) % 100);
  const txnId = `B-${seed}-${index}`;
  const at = EPOCH + index * SPACING_MS;
  const amountMinor = BigInt(100 + (draw.readUInt32BE(2) % 5_000_000));
  const core: CoreTxn = {
    event_id: `${txnId}-c1`,
    txn_id: txnId,
    event_type: fault === 'status' ? 'LEDGER_REJECTED' : 'LEDGER_POSTED',
    status: fault === 'status' ? 'FAILED' : 'SUCCESS',
    amount_minor: fault === 'amount' ? amountMinor + 10_000n : amountMinor,
    currency: 'INR',
    channel: 'MOBILE',
    direction: 'DEBIT',
    account_ref: `acct-${draw.readUInt16BE(6)}`,
    posted_at: at + (fault === 'time' ? TIME_OFF_MS : 400),
    metadata: {},
  };
  const gateway: GatewayTxn = {
    event_id: `${txnId}-g1`,
    txn_id: txnId,
    event_type: 'PAYMENT_CAPTURED',
    status: 'SUCCESS',
    amount_minor: amountMinor,
    fee_minor: amountMinor / 50n,
    currency: 'INR',
    channel: 'MOBILE',
    rail: 'CARD',
    gateway_ref: `gw-${txnId}`,
    card_token: `tok-${draw.readUInt16BE(8)}`,
    captured_at: at,
    metadata: {},
  };
  const mobile: MobileTxn = {
    event_id: `${txnId}-m1`,
    txn_id: txnId,
    event_type: 'PAYMENT_CONFIRMED',
    status: 'SUCCESS',
    amount: `${amountMinor / 100n}.${String(amountMinor % 100n).padStart(2, '0')}`,
    currency: 'INR',
    client_time: `${new Date(at + 1_500).toISOString().slice(0, -1)}+00:00`,
    device_id: `device-${draw.readUInt16BE(10) % 4_999}`,
    app_version: '8.4.1',
    metadata: {},
  };
  const all: BenchRecord[] = [
    { source: 'core', record: core },
    { source: 'gateway', record: gateway },
    { source: 'mobile', record: mobile },
  ];
  switch (fault) {
    case null:
      return { records: all, answer: 'MATCHED' };
    case 'amount':
      return { records: all, answer: 'MISMATCHED AMOUNT_MISMATCH' };
    case 'status':
      return { records: all, answer: 'MISMATCHED STATUS_MISMATCH' };
    case 'time':
      return { records: all, answer: 'MISMATCHED TIMESTAMP_MISMATCH' };
    case 'duplicate': {
      const again: BenchRecord = { source: 'gateway', record: { ...gateway, event_id: `${txnId}-g2` } };
      return { records: [...all, again], answer: 'MISMATCHED DUPLICATE_EVENT' };
    }
    case 'missing': {
      const silent = (['core', 'gateway', 'mobile'] as const)[draw.readUInt8(12) % 3] ?? 'core';
      return {
        records: all.filter(({ source }) => source !== silent),
        answer: `MISMATCHED MISSING_${upper(silent)}`,
      };
    }
  }
}

function faultOf(percent: number): Fault | null {
  let below = 0;
  for (const [fault, share] of Object.entries(SHARES)) {
    below += share;
    if (percent < below && isFault(fault)) return fault;
  }
  return null;
}

const isFault = (name: string): name is Fault => name in SHARES;

const UPPER = { core: 'CORE', gateway: 'GATEWAY', mobile: 'MOBILE' } as const;
const upper = (source: Source): Uppercase<Source> => UPPER[source];
