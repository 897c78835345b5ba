import { DEAD_LETTER_CODES } from '@tieout/core';
import type { DeadLetterCode } from '../../api/schema.ts';

const HOUR_MS = 3_600_000;
/** How far back a list looks; the empty one asks nothing. */
export const RANGES = { '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 7 * 24 * HOUR_MS } as const;
export type Range = keyof typeof RANGES | '';

/** What a list shows: any of the codes, refused within the range, with a key that begins with `q`. */
export interface DeadLetterFilter {
  readonly code: readonly DeadLetterCode[];
  readonly range: Range;
  /** A transaction id or the beginning of one. */
  readonly q: string;
}

/**
 * The same in the address, and the record whose bytes stand open beside the list. What is empty is left out. Not `code`: with that name in it,
 * an address reads as the answer of a sign-in, and Keycloak refuses to come back to it.
 */
export interface DeadLetterSearch {
  readonly codes?: string;
  readonly range?: string;
  readonly q?: string;
  readonly peek?: string;
}

export const NO_FILTER: DeadLetterFilter = { code: [], range: '', q: '' };

const TXN_ID_PART = /^[A-Za-z0-9._:-]{1,64}$/;
const POSITION = /^[A-Za-z0-9._-]{1,249}:\d{1,9}:\d{1,18}$/;

/** Reads what an address carries; values nobody knows are dropped, so an old or mistyped link still opens. */
export function filterOf(search: Readonly<Record<string, unknown>>): DeadLetterFilter {
  const codes = textOf(search['codes']).split(',');
  const q = textOf(search['q']);
  return {
    code: DEAD_LETTER_CODES.filter((code) => codes.includes(code)),
    range: isRange(search['range']) ? search['range'] : '',
    q: TXN_ID_PART.test(q) ? q : '',
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRange(value: unknown): value is keyof typeof RANGES {
  return typeof value === 'string' && Object.hasOwn(RANGES, value);
}

/** The record an address opens; null for none. */
export function peekOf(search: Readonly<Record<string, unknown>>): string | null {
  const peek = textOf(search['peek']);
  return POSITION.test(peek) ? peek : null;
}

export function searchOf({ code, range, q }: DeadLetterFilter, peek: string | null): DeadLetterSearch {
  return {
    ...(code.length === 0 ? {} : { codes: code.join(',') }),
    ...(range === '' ? {} : { range }),
    ...(q === '' ? {} : { q }),
    ...(peek === null ? {} : { peek }),
  };
}

/** The API's query for the same rows, `now` in ms. */
export function queryOf(
  { code, range, q }: DeadLetterFilter,
  now: number,
): { code?: DeadLetterCode[]; from?: string; q?: string } {
  return {
    ...(code.length === 0 ? {} : { code: [...code] }),
    ...(range === '' ? {} : { from: new Date(now - RANGES[range]).toISOString() }),
    ...(q === '' ? {} : { q }),
  };
}

/** Adds the code, or takes it out where it is there. */
export function toggled(filter: DeadLetterFilter, code: DeadLetterCode): DeadLetterFilter {
  const has = filter.code.includes(code);
  return {
    ...filter,
    code: DEAD_LETTER_CODES.filter((one) => (one === code ? !has : filter.code.includes(one))),
  };
}

export function isFiltered({ code, q }: DeadLetterFilter): boolean {
  return code.length > 0 || q !== '';
}
