import { isTxnId } from '@tieout/core';

/** The transaction id in what somebody typed or pasted, quotes, spaces and list commas around it aside; null where it is none. */
export function pastedId(text: string): string | null {
  const bare = text.replaceAll(/^[\s"'`]+|[\s"'`,;]+$/g, '');
  return isTxnId(bare) ? bare : null;
}
