import { isTxnId } from '@tieout/core';

/** The transaction id in what somebody typed or pasted, quotes, spaces and list commas around it aside; null where it is none. */
export function pastedId(text: string): string | null {
  const bare = text.replaceAll(/^[\s"'`]+|[\s"'`,;]+$/g, '');
  return isTxnId(bare) ? bare : null;
}

export interface PastedColumn {
  /** Each once, in the order of the column. */
  readonly ids: readonly string[];
  /** What stands in the column and is no id: a heading, a sum. */
  readonly others: readonly string[];
}

/** The ids of a pasted column, row or list; null where there are not at least two of them. */
export function pastedColumn(text: string): PastedColumn | null {
  const words = text
    .split(/[\s,;]+/)
    .map((word) => word.trim())
    .filter((word) => word.replaceAll(/["'`]/g, '') !== '');
  const read = words.map((word) => ({ word, id: pastedId(word) }));
  const ids = [...new Set(read.flatMap(({ id }) => id ?? []))];
  const others = read.filter(({ id }) => id === null).map(({ word }) => word);
  return ids.length < 2 ? null : { ids, others };
}
