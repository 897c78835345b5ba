import type { SourceEvent } from '../event/event.ts';
import type { Reason, Source } from '../vocabulary.ts';
import type { Facts } from './facts.ts';

const MISSING: readonly (readonly [Reason, Source])[] = [
  ['MISSING_CORE', 'core'],
  ['MISSING_GATEWAY', 'gateway'],
  ['MISSING_MOBILE', 'mobile'],
];
const DISAGREEMENTS: ReadonlySet<Reason> = new Set<Reason>([
  'STATUS_MISMATCH',
  'CURRENCY_MISMATCH',
  'AMOUNT_MISMATCH',
  'FX_ADJUSTMENT',
]);

/** The source to ask first: the only one missing, else the one that two others, equal to each other, stand against. */
export function atFault(facts: Facts, reasons: readonly Reason[]): Source | null {
  const missing = MISSING.filter(([reason]) => reasons.includes(reason));
  if (missing.length === 1) return missing[0]?.[1] ?? null;
  if (!reasons.some((reason) => DISAGREEMENTS.has(reason))) return null;
  return outvoted(facts);
}

function outvoted({ finalLegs }: Facts): Source | null {
  const [a, b, c] = finalLegs;
  // Two legs can only disagree; it takes three to tell who is wrong.
  if (!a || !b || !c) return null;
  // An app that saw the payment succeed knows nothing of its reversal: it has no voice, and two are left.
  if (c.outcome === 'SUCCESS' && (a.outcome === 'REVERSED' || b.outcome === 'REVERSED')) return null;
  return oddOneOut(a, b, c, stands) ?? oddOneOut(a, b, c, currencyOf) ?? oddOneOut(a, b, c, figureOf);
}

function oddOneOut(
  a: SourceEvent,
  b: SourceEvent,
  c: SourceEvent,
  view: (leg: SourceEvent) => boolean | string,
): Source | null {
  const ab = view(a) === view(b);
  const ac = view(a) === view(c);
  const bc = view(b) === view(c);
  if (ab && !ac) return c.source;
  if (ac && !ab) return b.source;
  return bc && !ab ? a.source : null;
}

/** FAILED and REVERSED have the same effect: nothing stands. */
const stands = (leg: SourceEvent) => leg.outcome === 'SUCCESS';
const currencyOf = (leg: SourceEvent) => leg.currency;
/** Amounts are equal only in the same currency. */
const figureOf = (leg: SourceEvent) => `${leg.amountMinor} ${leg.currency}`;
