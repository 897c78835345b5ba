import { REASONS } from '../vocabulary.ts';
import type { Reason } from '../vocabulary.ts';
import { amountMismatch } from './amount-mismatch.ts';
import { conflictingEvent } from './conflicting-event.ts';
import { currencyMismatch } from './currency-mismatch.ts';
import { duplicateEvent } from './duplicate-event.ts';
import { fxAdjustment } from './fx-adjustment.ts';
import { missingCore, missingGateway, missingMobile } from './missing-source.ts';
import type { Rule } from './rule.ts';
import { statusMismatch } from './status-mismatch.ts';
import { stuckPending } from './stuck-pending.ts';
import { timestampMismatch } from './timestamp-mismatch.ts';
import { tooManyEvents } from './too-many-events.ts';

/** The rule behind each reason. */
const RULE_OF: Readonly<Record<Reason, Rule>> = {
  STATUS_MISMATCH: statusMismatch,
  CURRENCY_MISMATCH: currencyMismatch,
  AMOUNT_MISMATCH: amountMismatch,
  FX_ADJUSTMENT: fxAdjustment,
  TIMESTAMP_MISMATCH: timestampMismatch,
  MISSING_CORE: missingCore,
  MISSING_GATEWAY: missingGateway,
  MISSING_MOBILE: missingMobile,
  STUCK_PENDING: stuckPending,
  DUPLICATE_EVENT: duplicateEvent,
  CONFLICTING_EVENT: conflictingEvent,
  TOO_MANY_EVENTS: tooManyEvents,
};

/** Every rule, in the order in which a verdict lists its reasons. */
export const RULES: readonly Rule[] = REASONS.map((reason) => RULE_OF[reason]);

/** What a person does about the reason, as a sentence. */
export function nextAction(reason: Reason): string {
  return RULE_OF[reason].nextAction;
}
