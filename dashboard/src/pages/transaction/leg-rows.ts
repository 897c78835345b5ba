import { SOURCES } from '@tieout/core';
import type { Leg, Source, Txn } from '../../api/schema.ts';

/** How a row of the legs' table stands: its values agree, differ, or were never compared. */
type RowKind =
  | 'outcome'
  | 'type'
  | 'amount'
  | 'currency'
  | 'fee'
  | 'direction'
  | 'channel'
  | 'event-time'
  | 'received'
  | 'late'
  | 'reference'
  | 'client-time'
  | 'event-id'
  | 'position';

export interface LegRow {
  readonly kind: RowKind;
  readonly head: string;
  readonly note: string | undefined;
  /** Sources whose value stands against the rest, as the verdict compares them. */
  readonly differing: ReadonlySet<Source>;
}

type Legs = Txn['legs'];

const HEADS: readonly { readonly kind: RowKind; readonly head: string; readonly note?: string }[] = [
  { kind: 'outcome', head: 'Outcome' },
  { kind: 'type', head: 'Event type' },
  { kind: 'amount', head: 'Amount' },
  { kind: 'currency', head: 'Currency' },
  { kind: 'fee', head: 'Fee', note: 'not compared' },
  { kind: 'direction', head: 'Direction' },
  { kind: 'channel', head: 'Channel' },
  { kind: 'event-time', head: 'Event time' },
  { kind: 'received', head: 'Received' },
  { kind: 'late', head: 'Late by' },
  { kind: 'reference', head: 'Reference' },
  { kind: 'client-time', head: 'App’s clock', note: 'not compared' },
  { kind: 'event-id', head: 'Event id' },
  { kind: 'position', head: 'Position' },
];

/** The rows of the comparison, each with the legs that differ in it. Only what the verdict compares can differ. */
export function legRows({
  legs,
  reasons,
  at_fault,
}: Pick<Txn, 'legs' | 'reasons' | 'at_fault'>): readonly LegRow[] {
  const has = (...wanted: Txn['reasons'][number][]): boolean =>
    wanted.some((reason) => reasons.includes(reason));
  const differing = (kind: RowKind): ReadonlySet<Source> => {
    switch (kind) {
      case 'outcome':
        return has('STATUS_MISMATCH')
          ? against(legs, at_fault, (leg) => (leg.outcome === 'SUCCESS' ? 'stands' : 'does not'))
          : NONE;
      case 'amount':
        return has('AMOUNT_MISMATCH', 'FX_ADJUSTMENT')
          ? against(legs, at_fault, (leg) => leg.amount_minor)
          : NONE;
      case 'currency':
        return has('CURRENCY_MISMATCH') ? against(legs, at_fault, (leg) => leg.currency) : NONE;
      case 'event-time':
        return has('TIMESTAMP_MISMATCH') ? new Set<Source>(['gateway']) : NONE;
      default:
        return NONE;
    }
  };
  return HEADS.filter(({ kind }) => SOURCES.some((source) => saysSomething(kind, legs[source]))).map(
    ({ kind, head, note }) => ({ kind, head, note, differing: differing(kind) }),
  );
}

/** What only some legs carry takes a row only where one does. */
function saysSomething(kind: RowKind, leg: Leg | null): boolean {
  if (leg === null) return false;
  switch (kind) {
    case 'fee':
      return leg.fee_minor !== null;
    case 'direction':
      return leg.direction !== null;
    case 'channel':
      return leg.channel !== null;
    case 'late':
      return leg.late;
    case 'reference':
      return leg.reference !== null;
    case 'client-time':
      return leg.client_time !== null;
    default:
      return true;
  }
}

const NONE: ReadonlySet<Source> = new Set();

/** The one at fault where its value differs from the others', else all that differ from the first final leg. */
function against(legs: Legs, atFault: Source | null, valueOf: (leg: Leg) => string): ReadonlySet<Source> {
  const final = SOURCES.flatMap((source) => {
    const leg = legs[source];
    return leg === null || leg.outcome === 'PENDING' ? [] : [{ source, value: valueOf(leg) }];
  });
  const blamed = final.find(({ source }) => source === atFault);
  if (
    blamed !== undefined &&
    final.every(({ source, value }) => source === atFault || value !== blamed.value)
  ) {
    return new Set([blamed.source]);
  }
  const [reference, ...others] = final;
  return new Set(others.filter(({ value }) => value !== reference?.value).map(({ source }) => source));
}

/** Leg − bank in minor units, signed; null for the bank itself, without a bank leg, or over currencies. */
export function deltaToBank(legs: Legs, source: Source): string | null {
  const [leg, bank] = [legs[source], legs.core];
  if (source === 'core' || leg === null || bank === null || leg.currency !== bank.currency) return null;
  return (BigInt(leg.amount_minor) - BigInt(bank.amount_minor)).toString();
}
