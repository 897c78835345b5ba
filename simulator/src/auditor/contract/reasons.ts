import { BOOKS, isBook, outcomeOf, type Source } from './event.ts';
import { fxBand } from './rules.ts';
import type { Situation } from './situation.ts';

/** Between which legs amounts were compared, and how far they lie apart. */
interface Comparison {
  readonly smallest: bigint;
  readonly largest: bigint;
}

export interface Findings {
  readonly reasons: ReadonlySet<string>;
  /** The books themselves disagree on what became of the payment. */
  readonly booksDisagree: boolean;
  readonly compared: Comparison | null;
  /** How far apart the books date the same booking. */
  readonly apartMs: number;
}

/** The table of reasons of section 3. */
export function findingsOf(situation: Situation): Findings {
  const { present, overdue, legs, outcomes, policy, expected, moneyMoved } = situation;
  const compared = comparison(situation);
  const clashes = clashesOf(situation);
  const booksDisagree = clashes.some(([a, b]) => isBook(a) && isBook(b));
  const sameBooking =
    outcomes.core === outcomes.gateway && (outcomes.core === 'SUCCESS' || outcomes.core === 'REVERSED');
  const apartMs =
    sameBooking && legs.core && legs.gateway ? Math.abs(legs.core.eventTime - legs.gateway.eventTime) : 0;

  const reasons = new Set<string>();
  // Nothing to hold it against yet.
  if (present.length < 2 && !overdue) return { reasons, booksDisagree: false, compared: null, apartMs: 0 };
  if (overdue && moneyMoved)
    for (const source of expected) if (legs[source] === null) reasons.add(`MISSING_${source.toUpperCase()}`);
  if (clashes.length > 0) reasons.add('STATUS_MISMATCH');
  if (compared === 'currencies differ') reasons.add('CURRENCY_MISMATCH');
  else if (compared !== null) {
    const difference = compared.largest - compared.smallest;
    if (difference > 0n)
      reasons.add(difference > fxBand(compared.currency) ? 'AMOUNT_MISMATCH' : 'FX_ADJUSTMENT');
  }
  if (apartMs > policy.windowMs) reasons.add('TIMESTAMP_MISMATCH');
  if (overdue && BOOKS.some((book) => outcomes[book] === 'PENDING')) reasons.add('STUCK_PENDING');
  if (situation.settledTwice.length > 0) reasons.add('DUPLICATE_EVENT');
  if (situation.contradicted.size > 0) reasons.add('CONFLICTING_EVENT');
  if (situation.tooMany) reasons.add('TOO_MANY_EVENTS');
  return { reasons, booksDisagree, compared: compared === 'currencies differ' ? null : compared, apartMs };
}

/** A success that stands against a failure or a reversal. */
function clashesOf({ present, outcomes, reversalOverdue }: Situation): [Source, Source][] {
  const clashes: [Source, Source][] = [];
  for (const standing of present) {
    for (const other of present) {
      if (outcomes[standing] !== 'SUCCESS') continue;
      if (outcomes[other] !== 'FAILED' && outcomes[other] !== 'REVERSED') continue;
      if (standing === 'mobile' && outcomes[other] === 'REVERSED') continue;
      if (isBook(standing) && isBook(other) && outcomes[other] === 'REVERSED' && !reversalOverdue) continue;
      clashes.push([standing, other]);
    }
  }
  return clashes;
}

/** Legs of the same outcome are compared, in one currency. At most one outcome has two legs. */
function comparison({
  present,
  legs,
}: Situation): (Comparison & { currency: string }) | 'currencies differ' | null {
  for (const outcome of ['SUCCESS', 'REVERSED']) {
    const alike = present.flatMap((source) => legs[source] ?? []).filter((leg) => outcomeOf(leg) === outcome);
    const [one, another] = alike;
    if (one === undefined || another === undefined) continue;
    if (alike.some(({ currency }) => currency !== one.currency)) return 'currencies differ';
    const amounts = alike.map(({ amount }) => amount);
    const smallest = amounts.reduce((least, amount) => (amount < least ? amount : least));
    const largest = amounts.reduce((most, amount) => (amount > most ? amount : most));
    return { smallest, largest, currency: one.currency };
  }
  return null;
}
