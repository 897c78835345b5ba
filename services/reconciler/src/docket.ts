import { isTxnId, parseAction, type ActionRefusal, type ActionRequest, type TxnId } from '@tieout/core';
import type { Command } from '@tieout/store';

/** A command that could be read: what somebody asks of a transaction. */
export interface Asked {
  readonly command: Command;
  readonly txnId: TxnId;
  readonly request: ActionRequest;
}

/** A command that is answered without anything being done. */
export interface Declined {
  readonly kind: 'declined';
  readonly command: Command;
  readonly txnId: TxnId | null;
  /** Null where it could not be read. */
  readonly request: ActionRequest | null;
  readonly code: ActionRefusal;
  readonly error: string;
}

/** What people ask of a flush, in the order in which they asked. */
export interface Docket {
  readonly asked: ReadonlyMap<TxnId, readonly Asked[]>;
  readonly declined: readonly Declined[];
}

export const EMPTY_DOCKET: Docket = { asked: new Map(), declined: [] };

/** @param refused why the store refused what came of a command, if it did: never tried again */
export function docketOf(commands: readonly Command[], refused: (id: string) => string | undefined): Docket {
  if (commands.length === 0) return EMPTY_DOCKET;
  const asked = new Map<TxnId, Asked[]>();
  const declined: Declined[] = [];
  for (const command of commands) {
    const txnId = command.txnId !== null && isTxnId(command.txnId) ? command.txnId : null;
    const decline = (code: ActionRefusal, error: string): void => {
      declined.push({ kind: 'declined', command, txnId, request: null, code, error });
    };
    const storeError = refused(command.id);
    const parsed = parseAction(command);
    if (storeError !== undefined) decline('STORE_REFUSED', storeError);
    else if (!parsed.ok) decline(parsed.code, parsed.error);
    else if (txnId === null) decline('INVALID_COMMAND', 'txn_id: must name a transaction');
    else {
      const known = asked.get(txnId);
      const one = { command, txnId, request: parsed.request };
      if (known === undefined) asked.set(txnId, [one]);
      else known.push(one);
    }
  }
  return { asked, declined };
}
