import { BOOKS, contentOf, isBook, movesMoney, outcomeOf, type Source, SOURCES, type Told } from './event.ts';
import { greatest, inLegOrder } from './leg.ts';
import { findingsOf, type Findings } from './reasons.ts';
import { graveFrom } from './rules.ts';
import { perSource, type Situation, situationOf, type SlaAt } from './situation.ts';

interface JudgedLeg {
  readonly told: Told;
  readonly outcome: string;
  readonly late: boolean;
}

/** A verdict as this auditor reaches it, before anybody has settled anything. Lists are sorted. */
export interface Judgement {
  readonly status: string;
  readonly reasons: readonly string[];
  readonly severity: string | null;
  readonly atFault: Source | null;
  readonly hints: readonly string[];
  readonly currency: string;
  readonly amount: bigint;
  readonly discrepancy: bigint | null;
  readonly atRisk: bigint;
  readonly channel: string;
  readonly sources: readonly Source[];
  readonly missing: readonly Source[];
  readonly firstSeenAt: number;
  readonly deadline: number;
  readonly reversalDeadline: number | null;
  readonly legs: Readonly<Record<Source, JudgedLeg | null>>;
  /** How often each book has settled: ids, each outcome and direction for itself. */
  readonly settlements: Readonly<Record<'core' | 'gateway', number>>;
  /** Books that settled the same more than once. */
  readonly settledTwice: readonly Source[];
}

/**
 * Judges one transaction by sections 2 and 3. Null where nothing was told that counts.
 *
 * @param tellings all that was read of it, those of one source in the order of the log
 * @param slaAt by the rules in force at the append time of its first event
 */
export function judgementOf(tellings: readonly Told[], laneTime: number, slaAt: SlaAt): Judgement | null {
  const situation = situationOf(tellings, laneTime, slaAt);
  if (situation === null) return null;
  const { row, legs, outcomes, deadline } = situation;
  const findings = findingsOf(situation);
  const { compared } = findings;
  const atRisk = atRiskOf(situation, findings);
  return {
    status: statusOf(situation, findings),
    reasons: [...findings.reasons].toSorted(),
    severity: severityOf(findings, atRisk >= graveFrom(row.currency)),
    atFault: atFaultOf(situation, findings),
    hints: hintsOf(situation, findings),
    currency: row.currency,
    amount: row.amount,
    discrepancy: compared && compared.largest - compared.smallest,
    atRisk,
    channel: situation.channel,
    sources: situation.present,
    missing: situation.expected.filter((source) => legs[source] === null),
    firstSeenAt: Math.min(...situation.events.map(({ appendTime }) => appendTime)),
    deadline,
    reversalDeadline: situation.reversalDeadline,
    legs: perSource((source) => {
      const told = legs[source];
      const outcome = outcomes[source];
      return told && outcome && { told, outcome, late: told.appendTime > deadline };
    }),
    settlements: { core: settlementsOf('core', situation), gateway: settlementsOf('gateway', situation) },
    settledTwice: BOOKS.filter((book) => situation.settledTwice.some(([told]) => told?.source === book)),
  };
}

function settlementsOf(book: Source, { events }: Situation): number {
  const settled = events.filter((told) => told.source === book && movesMoney(told));
  return new Set(settled.map((told) => [told.eventId, told.direction, outcomeOf(told)].join('|'))).size;
}

function statusOf({ final, overdue, awaited }: Situation, { reasons }: Findings): string {
  if (reasons.size > 0) return 'MISMATCHED';
  if (!overdue && final.length < 2) return 'PENDING';
  if (final.length < 2 && awaited.length === 0) return 'CLOSED';
  return awaited.length > 0 ? 'PARTIAL' : 'MATCHED';
}

function atRiskOf(situation: Situation, { reasons, booksDisagree, compared }: Findings): bigint {
  const risks = [0n];
  const bookContradicted = [...situation.contradicted].some(isBook);
  if (
    isBookMissing(reasons) ||
    reasons.has('STUCK_PENDING') ||
    booksDisagree ||
    reasons.has('CURRENCY_MISMATCH') ||
    (reasons.has('CONFLICTING_EVENT') && bookContradicted)
  )
    risks.push(...amountsOfRowCurrency(situation));
  if (compared !== null && (reasons.has('AMOUNT_MISMATCH') || reasons.has('FX_ADJUSTMENT')))
    risks.push(compared.largest - compared.smallest);
  if (reasons.has('DUPLICATE_EVENT'))
    risks.push(situation.settledTwice.map(surplus).reduce((sum, one) => sum + one));
  return risks.reduce((most, risk) => (risk > most ? risk : most));
}

const isBookMissing = (reasons: ReadonlySet<string>): boolean =>
  reasons.has('MISSING_CORE') || reasons.has('MISSING_GATEWAY');

function amountsOfRowCurrency({ present, legs, row }: Situation): bigint[] {
  const all = present.flatMap((source) => legs[source] ?? []);
  return all.filter(({ currency }) => currency === row.currency).map(({ amount }) => amount);
}

/** What was settled beyond the greatest id, each id by its greatest content. */
function surplus(settlements: readonly Told[]): bigint {
  const byId = Map.groupBy(settlements, ({ eventId }) => eventId);
  const counted = [...byId.values()].flatMap((contents) => greatest(contents) ?? []).toSorted(inLegOrder);
  return counted.slice(0, -1).reduce((sum, { amount }) => sum + amount, 0n);
}

const GRAVITY = ['low', 'medium', 'high', 'critical'];

function severityOf({ reasons, booksDisagree }: Findings, grave: boolean): string | null {
  const places = [...reasons].map((reason) => {
    switch (reason) {
      case 'MISSING_CORE':
      case 'MISSING_GATEWAY':
      case 'DUPLICATE_EVENT':
        return grave ? 3 : 2;
      case 'STATUS_MISMATCH':
        if (!booksDisagree) return 1;
        return grave ? 3 : 2;
      case 'CURRENCY_MISMATCH':
      case 'CONFLICTING_EVENT':
      case 'TOO_MANY_EVENTS':
        return 2;
      case 'AMOUNT_MISMATCH':
        return grave ? 2 : 1;
      case 'STUCK_PENDING':
        return 1;
      default:
        return 0;
    }
  });
  return places.length === 0 ? null : (GRAVITY[Math.max(...places)] ?? null);
}

const DISAGREEMENTS = ['STATUS_MISMATCH', 'CURRENCY_MISMATCH', 'AMOUNT_MISMATCH', 'FX_ADJUSTMENT'];

function atFaultOf({ legs, outcomes, final }: Situation, { reasons }: Findings): Source | null {
  const missing = SOURCES.filter((source) => reasons.has(`MISSING_${source.toUpperCase()}`));
  const [only] = missing;
  if (only !== undefined && missing.length === 1) return only;
  if (final.length < 3 || !DISAGREEMENTS.some((reason) => reasons.has(reason))) return null;
  // The app never hears of a reversal: its success is no vote against one.
  const reversed = outcomes.core === 'REVERSED' || outcomes.gateway === 'REVERSED';
  if (outcomes.mobile === 'SUCCESS' && reversed) return null;
  const votes: ((source: Source) => unknown)[] = [
    (source) => outcomes[source] === 'SUCCESS',
    (source) => legs[source]?.currency,
    (source) => legs[source]?.amount,
  ];
  for (const vote of votes) {
    const given = SOURCES.map(vote);
    if (new Set(given).size === 1) continue;
    return (
      SOURCES.find(
        (_, index) => given.filter((other) => other === given[index]).length === 1 && isOdd(given),
      ) ?? null
    );
  }
  return null;
}

/** Two agree and one does not. */
const isOdd = (given: readonly unknown[]): boolean => new Set(given).size === 2;

const HALF_HOUR_MS = 30 * 60_000;

function hintsOf(situation: Situation, { reasons, compared, apartMs }: Findings): string[] {
  const hints: string[] = [];
  const fee = situation.legs.gateway?.fee ?? 0n;
  if (compared !== null) {
    const { smallest, largest } = compared;
    if (
      (reasons.has('AMOUNT_MISMATCH') || reasons.has('FX_ADJUSTMENT')) &&
      fee > 0n &&
      largest - smallest === fee
    )
      hints.push('FEE_SIZED');
    const slips = [10n, 100n, 1000n].map((factor) => smallest * factor);
    if (reasons.has('AMOUNT_MISMATCH') && smallest > 0n && slips.includes(largest))
      hints.push('MINOR_UNIT_SLIP');
  }
  if (reasons.has('DUPLICATE_EVENT') && situation.settledTwice.some(holdsCopies))
    hints.push('IDENTICAL_COPY');
  const halfHours = Math.round(apartMs / HALF_HOUR_MS);
  const isZone = halfHours >= 1 && halfHours <= 28 && Math.abs(apartMs - halfHours * HALF_HOUR_MS) <= 1_000;
  if (reasons.has('TIMESTAMP_MISMATCH') && isZone) hints.push('TIMEZONE_SIZED');
  return hints.toSorted();
}

function holdsCopies(settlements: readonly Told[]): boolean {
  return settlements.some((one) =>
    settlements.some((other) => other.eventId !== one.eventId && contentOf(other) === contentOf(one)),
  );
}
