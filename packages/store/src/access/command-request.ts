import type { TxnId } from '@tieout/core';
import type { AuditEntry } from '../audit/chain.ts';
import { PERSON, type Asker } from './access-entry.ts';

/** What a person asks a lane to do. Inserted together with the audit row that says so. */
export interface CommandRequest extends Asker {
  /** UUID: the row of what came of it carries it too. */
  readonly id: string;
  /** Of the lane. */
  readonly partition: number;
  /** As the command is about it, null where it is about none. */
  readonly txnId: TxnId | null;
  /** The transaction whose history tells of it. */
  readonly toldOf: TxnId | null;
  readonly verb: string;
  /** Plain JSON with its keys in ascending order. */
  readonly body: Readonly<Record<string, unknown>>;
}

export function commandEntry(request: CommandRequest, at: number): AuditEntry {
  const { id, who, subject, roles, address, requestId, partition, verb, body, toldOf } = request;
  return {
    at,
    actor: PERSON + who,
    action: 'REQUESTED',
    txnId: toldOf,
    commandId: id,
    // Keys in ascending order: details are canonical JSON.
    facts: { address, body, partition, request_id: requestId, roles, subject, verb },
  };
}
