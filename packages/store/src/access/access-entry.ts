import type { TxnId } from '@tieout/core';
import type { AuditEntry } from '../audit/chain.ts';

export const ACCESS_ACTION = 'ACCESS';
export const ACCESS_CHAIN_PREFIX = 'access-';
/** How audit rows name people: with this before the name. */
export const PERSON = 'user:';

/** The person behind a request. */
export interface Asker {
  /** The user name, for people. */
  readonly who: string;
  /** What the identity server calls the person, whatever the name becomes. */
  readonly subject: string;
  readonly roles: readonly string[];
  readonly address: string;
  readonly requestId: string;
}

/** One access of data by a person, granted or refused. */
export interface Access extends Asker {
  /** Which kind of data. */
  readonly what: string;
  /** Which of it. */
  readonly filterOrId: string;
  /** Set where it is about one transaction. */
  readonly txnId: TxnId | null;
  /** Rows given; null where refused. */
  readonly rows: number | null;
}

/** What stands in an access row's detail beside the envelope. Keys in ascending order: details are canonical JSON. */
export interface AccessFacts {
  readonly address: string;
  readonly filter_or_id: string;
  readonly request_id: string;
  readonly roles: readonly string[];
  readonly rows: number | null;
  readonly subject: string;
  readonly what: string;
}

export function accessEntry(access: Access, at: number): AuditEntry {
  const facts: AccessFacts = {
    address: access.address,
    filter_or_id: access.filterOrId,
    request_id: access.requestId,
    roles: access.roles,
    rows: access.rows,
    subject: access.subject,
    what: access.what,
  };
  return { at, actor: PERSON + access.who, action: ACCESS_ACTION, txnId: access.txnId, facts: { ...facts } };
}

/** The person's name in an actor. */
export function personOf(actor: string): string {
  return actor.startsWith(PERSON) ? actor.slice(PERSON.length) : actor;
}
