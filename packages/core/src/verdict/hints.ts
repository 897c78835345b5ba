import { comparedAmounts } from '../rules/amount.ts';
import { bookingTimesApart } from '../rules/timestamp-mismatch.ts';
import { sameContent } from '../event/order.ts';
import type { Hint, Reason } from '../vocabulary.ts';
import type { ComparedAmounts } from './comparison.ts';
import type { Facts } from './facts.ts';
import type { SettlementSet } from './settlements.ts';

const SLIPS = [10n, 100n, 1000n] as const;
const HALF_HOUR_MS = 30 * 60_000;
/** Time zones reach 14 hours from UTC. */
const HALF_HOURS_MAX = 28;
const CLOCK_SLACK_MS = 1000;

/** What a known mistake would look like; for people, never judged. In HINTS order. */
export function hintsOf(facts: Facts, reasons: readonly Reason[]): Hint[] {
  const hints: Hint[] = [];
  const amounts = comparedAmounts(facts);
  const amountDiffers = reasons.includes('AMOUNT_MISMATCH');
  if (amounts) {
    // Where either reason holds the difference is above zero, and so are a fee equal to it and the smaller of two amounts of which
    // the larger is a multiple.
    if ((amountDiffers || reasons.includes('FX_ADJUSTMENT')) && isFeeSized(facts, amounts))
      hints.push('FEE_SIZED');
    if (amountDiffers && isMinorUnitSlip(amounts)) hints.push('MINOR_UNIT_SLIP');
  }
  if (reasons.includes('TIMESTAMP_MISMATCH') && isTimezoneSized(facts)) hints.push('TIMEZONE_SIZED');
  if (reasons.includes('DUPLICATE_EVENT') && facts.duplicates.some(holdsCopy)) hints.push('IDENTICAL_COPY');
  return hints;
}

/** One side booked net of the gateway's fee. */
function isFeeSized({ legs: { gateway } }: Facts, { differenceMinor }: ComparedAmounts): boolean {
  return gateway?.feeMinor === differenceMinor;
}

/** One side misplaced the decimal point. */
function isMinorUnitSlip({ largest, smallest }: ComparedAmounts): boolean {
  return SLIPS.some((factor) => largest.amountMinor === smallest.amountMinor * factor);
}

/** One side wrote local time as UTC. */
function isTimezoneSized(facts: Facts): boolean {
  const apart = bookingTimesApart(facts);
  if (apart === null) return false;
  const halfHours = Math.round(apart / HALF_HOUR_MS);
  const off = Math.abs(apart - halfHours * HALF_HOUR_MS);
  return halfHours >= 1 && halfHours <= HALF_HOURS_MAX && off <= CLOCK_SLACK_MS;
}

/** Two of the counted ids say exactly the same. */
function holdsCopy({ events }: SettlementSet): boolean {
  return events.some((one, place) =>
    events.slice(place + 1).some((other) => one.eventId !== other.eventId && sameContent(one, other)),
  );
}
