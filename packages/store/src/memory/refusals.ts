import { SOURCES } from '@tieout/core';
import type { FlushRecord, ResultWrite } from '../lane-ports.ts';

// What Postgres would refuse for ever, as far as it can be told from the values alone: NUL in a text, and in JSON half a surrogate pair
// too; one statistic counted twice in one statement.

/** Why the result can never be stored, if so. */
export function refusesResult({ transaction, verdict }: ResultWrite): string | undefined {
  for (const source of SOURCES) {
    const leg = verdict.legs[source];
    if (leg !== null && ![leg.reference, leg.clientTime].every(isJsonText))
      return `${transaction.txnId}: the ${source} leg holds a text that JSON in the database cannot hold`;
  }
  return undefined;
}

/** Why the rest of a flush can never be stored, if so. */
export function refuses({ deadLetters, stats }: FlushRecord): string | undefined {
  if (new Set(stats.map(({ measure, key, currency }) => `${measure} ${key} ${currency}`)).size < stats.length)
    return 'a statistic comes twice';
  for (const { error, headers, offset } of deadLetters) {
    if (error.includes('\0') || !Object.entries(headers).flat().every(isJsonText))
      return `the dead letter of offset ${offset} holds a text that the database cannot hold`;
  }
  return undefined;
}

function isJsonText(text: string | null): boolean {
  return text === null || (!text.includes('\0') && text.isWellFormed());
}
