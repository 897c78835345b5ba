import type { Currency, EventType, Outcome } from '@tieout/core';
import { coreEvent, gatewayEvent, mobileEvent, type ScenarioEvent, type Telling } from './event.ts';
import type { Payment } from './payment.ts';

/** The event that must stand for its source. */
export interface TrueLeg {
  readonly eventId: string;
  readonly type: EventType;
  readonly outcome: Outcome;
  readonly amountMinor: bigint;
  readonly currency: Currency;
}

/** One event of a payment's story, and the leg it makes where it has its source's last word. */
export interface Step {
  readonly event: ScenarioEvent;
  readonly leg: TrueLeg | null;
}

type Tell = (payment: Payment, telling?: Telling) => Step;

/** The event is told, but another of its source stands. */
export const outdone = (step: Step): Step => ({ ...step, leg: null });

export const posted: Tell = (payment, telling = {}) =>
  stands(coreEvent(payment, 'LEDGER_POSTED', telling), 'SUCCESS', payment, telling);
export const postingPending: Tell = (payment, telling = {}) =>
  stands(coreEvent(payment, 'LEDGER_POSTED', { ...telling, status: 'PENDING' }), 'PENDING', payment, telling);
export const rejected: Tell = (payment, telling = {}) =>
  stands(coreEvent(payment, 'LEDGER_REJECTED', { ...telling, status: 'FAILED' }), 'FAILED', payment, telling);
export const ledgerReversed: Tell = (payment, telling = {}) =>
  stands(
    coreEvent(payment, 'LEDGER_REVERSED', { ...telling, status: 'REVERSED' }),
    'REVERSED',
    payment,
    telling,
  );

export const authorised: Tell = (payment, telling = {}) =>
  stands(gatewayEvent(payment, 'PAYMENT_AUTHORIZED', telling), 'PENDING', payment, telling);
export const voided: Tell = (payment, telling = {}) =>
  stands(
    gatewayEvent(payment, 'PAYMENT_AUTHORIZED', { ...telling, status: 'REVERSED' }),
    'FAILED',
    payment,
    telling,
  );
export const captured: Tell = (payment, telling = {}) =>
  stands(gatewayEvent(payment, 'PAYMENT_CAPTURED', telling), 'SUCCESS', payment, telling);
export const declined: Tell = (payment, telling = {}) =>
  stands(
    gatewayEvent(payment, 'PAYMENT_FAILED', { ...telling, status: 'FAILED' }),
    'FAILED',
    payment,
    telling,
  );
export const refunded: Tell = (payment, telling = {}) =>
  stands(
    gatewayEvent(payment, 'PAYMENT_REFUNDED', { ...telling, status: 'REVERSED' }),
    'REVERSED',
    payment,
    telling,
  );

/** An undo that failed: recorded, and nothing else. */
export const refundFailed = (payment: Payment, telling: Telling = {}): Step => ({
  event: gatewayEvent(payment, 'PAYMENT_REFUNDED', { ...telling, status: 'FAILED' }),
  leg: null,
});

export const confirmed: Tell = (payment, telling = {}) =>
  stands(mobileEvent(payment, 'PAYMENT_CONFIRMED', telling), 'SUCCESS', payment, telling);
export const begun: Tell = (payment, telling = {}) =>
  stands(mobileEvent(payment, 'PAYMENT_INITIATED', telling), 'PENDING', payment, telling);
export const failedInApp: Tell = (payment, telling = {}) =>
  stands(
    mobileEvent(payment, 'PAYMENT_FAILED', { ...telling, status: 'FAILED' }),
    'FAILED',
    payment,
    telling,
  );

export const onMobile = ({ channel }: Payment): boolean => channel === 'MOBILE';
export const elsewhere = (payment: Payment): boolean => !onMobile(payment);

/** The app tells of a payment only where it was made in the app. */
export function ifInApp(payment: Payment, tell: Tell, telling: Telling = {}): Step[] {
  return onMobile(payment) ? [tell(payment, telling)] : [];
}

/** Captured, and confirmed by the app; what the ledger says is the case's own. */
export const takenAndSeen = (payment: Payment): Step[] => [captured(payment), ...ifInApp(payment, confirmed)];
/** Posted, and confirmed by the app; what the gateway says is the case's own. */
export const bookedAndSeen = (payment: Payment): Step[] => [posted(payment), ...ifInApp(payment, confirmed)];
/** Captured, posted, confirmed: as it should be. */
export const settled = (payment: Payment): Step[] => [...takenAndSeen(payment), posted(payment)];

function stands(
  event: ScenarioEvent,
  outcome: Outcome,
  payment: Payment,
  { amountMinor = payment.amountMinor, currency = payment.currency }: Telling,
): Step {
  const { event_id: eventId, event_type: type } = event.record;
  return { event, leg: { eventId, type, outcome, amountMinor, currency } };
}
