import {
  type Channel,
  type Currency,
  type Hint,
  minorPerMajor,
  type Reason,
  type Severity,
  type Source,
  SOURCES,
  type VerdictStatus,
} from '@tieout/core';
import type { Payment } from './payment.ts';
import type { Step, TrueLeg } from './step.ts';

/** What a case says of its own end; the figures in minor units of the row's currency. */
export interface Ending {
  readonly status: VerdictStatus;
  /** In REASONS order. */
  readonly reasons: readonly Reason[];
  readonly severity: Severity | null;
  readonly atFault: Source | null;
  readonly hints: readonly Hint[];
  /** Null where no two amounts were held against each other. */
  readonly discrepancyMinor: bigint | null;
  readonly atRiskMinor: bigint;
}

/**
 * What the verdict must be once every event has arrived and every deadline has passed; known because the case was built that way. It
 * depends neither on when or in which order the events arrive nor on the SLA.
 */
export interface Truth extends Ending {
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly channel: Channel;
  readonly legs: Readonly<Record<Source, TrueLeg | null>>;
}

/** From this many major units at risk on a break is grave, in the first rule set. */
const GRAVE_MAJOR = 10_000n;

export function matched({ discrepancyMinor }: Pick<Ending, 'discrepancyMinor'>): Ending {
  return { ...NOTHING_WRONG, status: 'MATCHED', discrepancyMinor };
}

/** Every source that spoke agrees, and amounts were compared. */
export const agreed = (): Ending => matched({ discrepancyMinor: 0n });
/** Nothing to match with. */
export const closed = (): Ending => ({ ...NOTHING_WRONG, status: 'CLOSED', discrepancyMinor: null });

const NOTHING_WRONG = { reasons: [], severity: null, atFault: null, hints: [], atRiskMinor: 0n } as const;

/** What is not named is not so: no source at fault, no hint, nothing compared, nothing at risk. */
export function broken(
  reasons: readonly [Reason, ...Reason[]],
  severity: Severity,
  rest: Partial<Omit<Ending, 'status' | 'reasons' | 'severity'>> = {},
): Ending {
  return {
    status: 'MISMATCHED',
    reasons,
    severity,
    atFault: null,
    hints: [],
    discrepancyMinor: null,
    atRiskMinor: 0n,
    ...rest,
  };
}

/** How severe a break of the books is that puts this much at risk. */
export function bySize<S extends Severity>(
  { currency }: Payment,
  atRiskMinor: bigint,
  large: S,
  small: S,
): S {
  return atRiskMinor >= GRAVE_MAJOR * minorPerMajor(currency) ? large : small;
}

/** The truth of a payment told in these steps. At most one step of each source stands, and at least one in all. */
export function truthOf(steps: readonly Step[], ending: Ending): Truth {
  const legs: Record<Source, TrueLeg | null> = { core: null, gateway: null, mobile: null };
  let channel: Channel = 'MOBILE';
  // The ledger's word on the channel counts before the gateway's; the app has none.
  for (const source of SOURCES.toReversed()) {
    const standing = steps.filter(({ event, leg }) => event.source === source && leg !== null);
    if (standing.length > 1) throw new Error(`two events stand for ${source}`);
    const [step] = standing;
    if (step === undefined) continue;
    legs[source] = step.leg;
    if (step.event.source !== 'mobile') channel = step.event.record.channel;
  }
  const row = legs.core ?? legs.gateway ?? legs.mobile;
  if (row === null) throw new Error('no event stands');
  return { ...ending, amountMinor: row.amountMinor, currency: row.currency, channel, legs };
}
