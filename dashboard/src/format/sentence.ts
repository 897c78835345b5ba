import { SOURCES } from '@tieout/core';
import type { Leg, Source, Txn } from '../api/schema.ts';
import { sourceWords } from './labels.ts';
import { moneyPhrase } from './money.ts';
import { formatSpan } from './time.ts';

type Told = Pick<Txn, 'status' | 'reasons' | 'missing' | 'sources' | 'deadline_at' | 'legs'>;

const VERBS: Record<Source, Record<Leg['outcome'], string>> = {
  core: {
    SUCCESS: 'posted',
    REVERSED: 'reversed',
    FAILED: 'rejected',
    PENDING: 'is pending with',
    IGNORED: 'has',
  },
  gateway: {
    SUCCESS: 'captured',
    REVERSED: 'refunded',
    FAILED: 'failed',
    PENDING: 'is pending with',
    IGNORED: 'has',
  },
  mobile: {
    SUCCESS: 'confirmed',
    REVERSED: 'reversed',
    FAILED: 'failed',
    PENDING: 'is pending with',
    IGNORED: 'has',
  },
};

/**
 * The verdict as a sentence with parties and figures: "Gateway captured INR 5,000.00, bank posted INR 4,500.00: bank is INR 500.00
 * short." `now` is ms since 1970, for what is still due.
 */
export function verdictSentence(txn: Told, locale: string, now: number): string {
  const told = tellLegs(txn, locale);
  const ending = endingOf(txn, locale, now);
  if (told === '') return ending === '' ? 'Nothing has been heard of it yet.' : `${capital(ending)}.`;
  return ending === '' ? `${told}.` : `${told}: ${ending}.`;
}

/** The sentence with all that the other party needs to find it again: ids, references, and times in UTC. For the clipboard. */
export function verdictNote(txn: Told & Pick<Txn, 'txn_id'>, locale: string, now: number): string {
  const legs = SOURCES.flatMap((source) => {
    const leg = txn.legs[source];
    if (leg === null) return [];
    const reference = leg.reference === null ? '' : `, reference ${leg.reference}`;
    return [`${sourceWords(source)}: event ${leg.event_id}${reference}, ${leg.event_time}`];
  });
  return [`${txn.txn_id}: ${verdictSentence(txn, locale, now)}`, ...legs].join('\n');
}

function tellLegs({ legs }: Told, locale: string): string {
  // The gateway first: money leaves the payer there, and the bank's answer is what is waited for.
  const order: readonly Source[] = ['gateway', 'core', 'mobile'];
  const parts = order.flatMap((source) => {
    const leg = legs[source];
    if (leg === null) return [];
    return [
      `${sourceWords(source).toLowerCase()} ${VERBS[source][leg.outcome]} ${moneyPhrase(leg.amount_minor, leg.currency, locale)}`,
    ];
  });
  return capital(parts.join(', '));
}

function endingOf(txn: Told, locale: string, now: number): string {
  const [reason] = txn.reasons;
  if (reason === undefined) return calmEnding(txn, now);
  switch (reason) {
    case 'STATUS_MISMATCH':
      return 'they disagree on whether the money stands';
    case 'CURRENCY_MISMATCH':
      return 'the currencies differ';
    case 'AMOUNT_MISMATCH':
    case 'FX_ADJUSTMENT':
      return amountEnding(txn, locale);
    case 'TIMESTAMP_MISMATCH':
      return timeEnding(txn);
    case 'MISSING_CORE':
    case 'MISSING_GATEWAY':
    case 'MISSING_MOBILE': {
      const absent = SOURCES.filter((source) => txn.missing.includes(source)).map((source) =>
        sourceWords(source).toLowerCase(),
      );
      return `nothing from ${absent.join(' and ')}`;
    }
    case 'STUCK_PENDING':
      return 'a book is still pending past its deadline';
    case 'DUPLICATE_EVENT':
      return 'it was settled more than once';
    case 'CONFLICTING_EVENT':
      return 'a source contradicts itself';
    case 'TOO_MANY_EVENTS':
      return 'more events than can be judged have come';
  }
}

function calmEnding({ status, missing, deadline_at }: Told, now: number): string {
  switch (status) {
    case 'MATCHED':
      return 'they agree';
    case 'CLOSED':
      return 'there is nothing to match it with';
    case 'RESOLVED':
      return 'resolved';
    case 'MISMATCHED':
      return '';
    case 'PARTIAL':
    case 'PENDING': {
      if (missing.length === 0) return 'waiting for a final word';
      const awaited = missing.map((source) => sourceWords(source).toLowerCase()).join(' and ');
      const left = Date.parse(deadline_at) - now;
      return left > 0 ? `waiting for ${awaited}, due in ${formatSpan(left)}` : `waiting for ${awaited}`;
    }
  }
}

/** Who is short, or over, against whom: the bank against the gateway where they differ, else the app against a book. */
function amountEnding({ legs }: Told, locale: string): string {
  const pairs: readonly (readonly [Source, Source])[] = [
    ['core', 'gateway'],
    ['mobile', 'core'],
    ['mobile', 'gateway'],
  ];
  for (const [one, other] of pairs) {
    const [mine, theirs] = [legs[one], legs[other]];
    if (mine === null || theirs === null || mine.currency !== theirs.currency) continue;
    const difference = BigInt(mine.amount_minor) - BigInt(theirs.amount_minor);
    if (difference === 0n) continue;
    const size = moneyPhrase((difference < 0n ? -difference : difference).toString(), mine.currency, locale);
    return `${sourceWords(one).toLowerCase()} is ${size} ${difference < 0n ? 'short' : 'over'}`;
  }
  return 'the amounts differ';
}

function timeEnding({ legs: { core, gateway } }: Told): string {
  if (core === null || gateway === null) return 'the booking times differ';
  const apart = Date.parse(gateway.event_time) - Date.parse(core.event_time);
  return `bank booked it ${formatSpan(Math.abs(apart))} ${apart < 0 ? 'after' : 'before'} the gateway`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
