// Written from docs/CONTRACT.md alone, in the plainest way and with no thought of speed. Shares nothing with the engine, not even names of types:
// what one of the two reads wrongly, the other contradicts.

export const SOURCES = ['core', 'gateway', 'mobile'] as const;
export type Source = (typeof SOURCES)[number];
export const BOOKS = ['core', 'gateway'] as const satisfies Source[];

/** The normalised event of section 1. Amounts in minor units, times in ms UTC. */
export interface Told {
  readonly source: Source;
  readonly eventId: string;
  readonly type: string;
  readonly status: string;
  readonly amount: bigint;
  /** The gateway's. */
  readonly fee: bigint | null;
  readonly currency: string;
  readonly channel: string | null;
  readonly direction: string | null;
  readonly reference: string | null;
  readonly clientTime: string | null;
  readonly eventTime: number;
  readonly appendTime: number;
  readonly offset: bigint;
}

export type Outcome = 'IGNORED' | 'PENDING' | 'FAILED' | 'REVERSED' | 'SUCCESS';

/** Section 2: the first row that fits. */
export function outcomeOf({ type, status }: Pick<Told, 'type' | 'status'>): Outcome {
  const isUndo = type === 'PAYMENT_REFUNDED' || type === 'LEDGER_REVERSED';
  const isPromise = type === 'PAYMENT_AUTHORIZED' || type === 'PAYMENT_INITIATED';
  const isRefusal = type === 'PAYMENT_FAILED' || type === 'LEDGER_REJECTED';
  if (status === 'FAILED' && isUndo) return 'IGNORED';
  if (status === 'PENDING' || (status === 'SUCCESS' && isPromise)) return 'PENDING';
  if (status === 'FAILED' || isRefusal || (status === 'REVERSED' && isPromise)) return 'FAILED';
  if (status === 'REVERSED' || isUndo) return 'REVERSED';
  return 'SUCCESS';
}

export const isBook = (source: Source): boolean => source !== 'mobile';
export const movesMoney = (told: Told): boolean => ['SUCCESS', 'REVERSED'].includes(outcomeOf(told));

/** What makes two tellings under one id the same; the booking time counts in the books only. */
export function contentOf(told: Told): string {
  const { type, status, amount, currency, channel, direction, eventTime } = told;
  return [type, status, amount, currency, channel, direction, isBook(told.source) ? eventTime : ''].join('|');
}
