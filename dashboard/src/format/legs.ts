import { SOURCES } from '@tieout/core';
import type { Leg, Reason, Source, Txn } from '../api/schema.ts';
import { sourceWords } from './labels.ts';

/** What one of the three slots says: its leg agrees, differs, is pending, is late in coming, or was never expected. */
export type Slot = 'agrees' | 'differs' | 'missing' | 'awaited' | 'pending' | 'unexpected';

export interface SourceSlot {
  readonly source: Source;
  readonly slot: Slot;
}

/** What a comparison of legs needs of one; the list's rows and the transaction's page both have it. */
type ComparedLeg = Pick<Leg, 'outcome' | 'amount_minor' | 'currency'>;
export type ComparedTxn = Pick<Txn, 'reasons' | 'missing' | 'at_fault'> & {
  readonly legs: Readonly<Record<Source, ComparedLeg | null>>;
};

export function slotsOf(txn: ComparedTxn): readonly SourceSlot[] {
  const differing = differingSources(txn);
  return SOURCES.map((source) => ({ source, slot: slotOf(txn, source, differing) }));
}

function slotOf(txn: ComparedTxn, source: Source, differing: ReadonlySet<Source>): Slot {
  const leg = txn.legs[source];
  if (leg === null) {
    if (!txn.missing.includes(source)) return 'unexpected';
    return isOverdue(txn, source) ? 'missing' : 'awaited';
  }
  if (leg.outcome === 'PENDING') return 'pending';
  return differing.has(source) ? 'differs' : 'agrees';
}

const MISSING_REASON = {
  core: 'MISSING_CORE',
  gateway: 'MISSING_GATEWAY',
  mobile: 'MISSING_MOBILE',
} as const satisfies Record<Source, Reason>;

function isOverdue(txn: ComparedTxn, source: Source): boolean {
  return txn.reasons.includes(MISSING_REASON[source]);
}

const COMPARING: readonly Reason[] = [
  'STATUS_MISMATCH',
  'CURRENCY_MISMATCH',
  'AMOUNT_MISMATCH',
  'FX_ADJUSTMENT',
];

/**
 * Which legs stand against the rest: the one at fault where the verdict names it, else every final leg that differs from the reference,
 * which is the bank's, or the gateway's where the bank has none.
 */
function differingSources(txn: ComparedTxn): ReadonlySet<Source> {
  if (!COMPARING.some((reason) => txn.reasons.includes(reason))) return new Set();
  if (txn.at_fault !== null && txn.legs[txn.at_fault] !== null) return new Set([txn.at_fault]);
  const final = SOURCES.filter((source) => (txn.legs[source]?.outcome ?? 'PENDING') !== 'PENDING');
  const [reference, ...others] = final.map((source) => ({ source, leg: txn.legs[source] }));
  if (reference?.leg === undefined || reference.leg === null) return new Set();
  const held = reference.leg;
  return new Set(others.filter(({ leg }) => leg !== null && differs(leg, held)).map(({ source }) => source));
}

/** FAILED and REVERSED agree: nothing stands in either. */
function differs(one: ComparedLeg, other: ComparedLeg): boolean {
  const stands = (leg: ComparedLeg): boolean => leg.outcome === 'SUCCESS';
  if (stands(one) !== stands(other)) return true;
  if (one.outcome !== other.outcome) return false;
  return one.currency !== other.currency || one.amount_minor !== other.amount_minor;
}

/** Gateway − bank, signed, in minor units; null unless both are there with one currency. The list's Difference. */
export function signedDifference(legs: ComparedTxn['legs']): string | null {
  const { core, gateway } = legs;
  if (core === null || gateway === null || core.currency !== gateway.currency) return null;
  return (BigInt(gateway.amount_minor) - BigInt(core.amount_minor)).toString();
}

const SLOT_WORDS: Record<Slot, string> = {
  agrees: 'agrees',
  differs: 'differs',
  missing: 'missing',
  awaited: 'not here yet',
  pending: 'pending',
  unexpected: 'not expected',
};

/** "Bank agrees, Gateway differs, App not expected": the slots for who cannot see them. */
export function slotsInWords(slots: readonly SourceSlot[]): string {
  return slots.map(({ source, slot }) => `${sourceWords(source)} ${SLOT_WORDS[slot]}`).join(', ');
}
