import { LiveTxn } from '../schemas/index.ts';

/**
 * A VERDICT row's detail as the feed gives it. The row's names are the feed's; what only the log needs (positions of the chain, the actor) falls
 * away.
 */
export function liveTxn(detail: string): () => LiveTxn {
  let parsed: LiveTxn | undefined;
  return () => (parsed ??= LiveTxn.parse(JSON.parse(detail)));
}
