import { type Currency, formatMinor, type Source } from '@tieout/core';
import type { CoreTxn, GatewayTxn, MobileTxn } from '@tieout/schemas';
import type { Payment } from './payment.ts';

/** One record a source sends, and how long after the payment it does. */
export type ScenarioEvent = { readonly delayMs: number } & (
  | { readonly source: 'core'; readonly record: CoreTxn }
  | { readonly source: 'gateway'; readonly record: GatewayTxn }
  | { readonly source: 'mobile'; readonly record: MobileTxn }
);

/** How one telling differs from what really happened. */
export interface Telling {
  readonly status?: CoreTxn['status'];
  readonly amountMinor?: bigint;
  readonly currency?: Currency;
  /** Milliseconds added to the booking time told. */
  readonly shiftMs?: number;
  readonly delayMs?: number;
  /** Number of the event id among this source's events of the payment. */
  readonly n?: number;
}

type Timing = Readonly<Record<Source, readonly [least: number, most: number]>>;
/** How long after the payment each system usually tells of it, milliseconds. */
const USUAL_DELAY: Timing = { gateway: [20, 250], core: [150, 900], mobile: [40, 600] };

export function coreEvent(
  payment: Payment,
  type: CoreTxn['event_type'],
  telling: Telling = {},
): ScenarioEvent {
  const record: CoreTxn = {
    event_id: eventIdOf(payment, 'core', telling),
    txn_id: payment.txnId,
    event_type: type,
    status: telling.status ?? 'SUCCESS',
    amount_minor: telling.amountMinor ?? payment.amountMinor,
    currency: telling.currency ?? payment.currency,
    channel: payment.channel,
    direction: payment.direction,
    account_ref: `acct-${(payment.index * 7_919) % 9_973}`,
    posted_at: payment.at + 400 + (telling.shiftMs ?? 0),
    metadata: {},
  };
  return { source: 'core', record, delayMs: delayOf(payment, 'core', telling) };
}

export function gatewayEvent(
  payment: Payment,
  type: GatewayTxn['event_type'],
  telling: Telling = {},
): ScenarioEvent {
  const record: GatewayTxn = {
    event_id: eventIdOf(payment, 'gateway', telling),
    txn_id: payment.txnId,
    event_type: type,
    status: telling.status ?? 'SUCCESS',
    amount_minor: telling.amountMinor ?? payment.amountMinor,
    fee_minor: payment.feeMinor,
    currency: telling.currency ?? payment.currency,
    channel: payment.channel,
    rail: payment.rail,
    gateway_ref: `gw-${payment.txnId}`,
    card_token: payment.rail === 'CARD' ? `tok-${(payment.index * 104_729) % 99_991}` : null,
    captured_at: payment.at + (telling.shiftMs ?? 0),
    metadata: {},
  };
  return { source: 'gateway', record, delayMs: delayOf(payment, 'gateway', telling) };
}

export function mobileEvent(
  payment: Payment,
  type: MobileTxn['event_type'],
  telling: Telling = {},
): ScenarioEvent {
  const record: MobileTxn = {
    event_id: eventIdOf(payment, 'mobile', telling),
    txn_id: payment.txnId,
    event_type: type,
    status: telling.status ?? 'SUCCESS',
    amount: formatMinor(telling.amountMinor ?? payment.amountMinor, telling.currency ?? payment.currency),
    currency: telling.currency ?? payment.currency,
    client_time: localTime(payment.at + (telling.shiftMs ?? 0), OFFSET_MINUTES.get(payment.currency) ?? 0),
    device_id: `device-${(payment.index * 31) % 4_999}`,
    app_version: '8.4.1',
    metadata: {},
  };
  return { source: 'mobile', record, delayMs: delayOf(payment, 'mobile', telling) };
}

/** Where a currency's phones mostly are, minutes ahead of UTC. */
const OFFSET_MINUTES: ReadonlyMap<string, number> = new Map([
  ['INR', 330],
  ['USD', -300],
  ['EUR', 60],
  ['JPY', 540],
  ['KRW', 540],
  ['KWD', 180],
  ['BHD', 180],
]);

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** The instant as a phone's clock shows it, ISO 8601 with offset. */
function localTime(time: number, offsetMinutes: number): string {
  const clock = new Date(time + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const away = Math.abs(offsetMinutes);
  return `${clock}${offsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.floor(away / 60))}:${twoDigits(away % 60)}`;
}

function eventIdOf({ seed, index }: Payment, source: Source, { n = 1 }: Telling): string {
  return `${source}-${seed}-${index}-${n}`;
}

function delayOf({ random }: Payment, source: Source, { delayMs }: Telling): number {
  // Drawn even where it is not used, so that a case's events do not depend on which of them are given a delay.
  const usual = random.between(...USUAL_DELAY[source]);
  return delayMs ?? usual;
}
