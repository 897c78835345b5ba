import { hash } from 'node:crypto';
import type { TxnId } from '@tieout/core';
import { isoTime } from './iso-time.ts';

/** The newest link of a chain: what the next one is tied to. */
export interface ChainHead {
  readonly seq: bigint;
  /** SHA-256, 32 bytes; zeros before the first row. */
  readonly hash: Buffer;
}

/** JSON text in the canonical form of RFC 8785 already: stands in a detail as it is. */
export class CanonicalJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * What shall be written down. `facts` are plain JSON (money and offsets as decimal strings), or CanonicalJson, with the keys of every object in ascending
 * order (RFC 8785), other than the envelope's: action, actor, at, chain, command_id, seq, txn_id.
 */
export interface AuditEntry {
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly txnId: TxnId | null;
  /** Of the command this is about; absent where it is about none. */
  readonly commandId?: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface AuditRow {
  readonly chain: string;
  readonly seq: bigint;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly txnId: TxnId | null;
  /** Also in the detail, as `command_id`, where there is one. */
  readonly commandId: string | null;
  readonly detail: string;
  readonly prevHash: Buffer;
  readonly hash: Buffer;
}

/** The head of a chain that has no row yet. */
export const CHAIN_START: ChainHead = { seq: 0n, hash: Buffer.alloc(32) };

export function laneChain(partition: number): string {
  return `lane-${partition}`;
}

let scratch = Buffer.allocUnsafe(8192);

/** SHA-256 over the previous hash and the UTF-8 of the detail. */
export function chainHash(prevHash: Buffer, detail: string): Buffer {
  const most = 32 + detail.length * 3;
  if (scratch.length < most) scratch = Buffer.allocUnsafe(most * 2);
  prevHash.copy(scratch, 0, 0, 32);
  const end = 32 + scratch.write(detail, 32);
  return hash('sha256', scratch.subarray(0, end), 'buffer');
}

/** Ties entries to a chain, in order. Pure: the rows exist once they are committed. */
export function appendToChain(
  chain: string,
  head: ChainHead,
  entries: readonly AuditEntry[],
): { rows: AuditRow[]; head: ChainHead } {
  let { seq, hash: prevHash } = head;
  const rows: AuditRow[] = [];
  for (const entry of entries) {
    const { at, actor, action, txnId, commandId = null } = entry;
    seq += 1n;
    const detail = canonicalDetail(chain, seq, entry);
    const next = chainHash(prevHash, detail);
    rows.push({ chain, seq, at, actor, action, txnId, commandId, detail, prevHash, hash: next });
    prevHash = next;
  }
  return { rows, head: { seq, hash: prevHash } };
}

const ENVELOPE = ['action', 'actor', 'at', 'chain', 'command_id', 'seq', 'txn_id'] as const;

/**
 * RFC 8785 text. JSON.stringify already writes strings and numbers as the RFC wants them, so only the order of keys is left to do, and the
 * facts come in order: the envelope is merged in as the text is put together.
 */
function canonicalDetail(
  chain: string,
  seq: bigint,
  { at, actor, action, txnId, commandId, facts }: AuditEntry,
): string {
  const envelope: Readonly<Record<(typeof ENVELOPE)[number], string | null | undefined>> = {
    action,
    actor,
    at: isoTime(at),
    chain,
    command_id: commandId,
    seq: seq.toString(),
    txn_id: txnId,
  };
  let members = '';
  let next = 0;
  for (const key of Object.keys(facts)) {
    for (let name = ENVELOPE[next]; name !== undefined && name < key; name = ENVELOPE[++next]) {
      members += member(name, envelope[name]);
    }
    members += member(key, facts[key]);
  }
  for (const name of ENVELOPE.slice(next)) members += member(name, envelope[name]);
  return `{${members.slice(1)}}`;
}

/** With its comma in front; nothing where there is no value. */
function member(key: string, value: unknown): string {
  if (value === undefined) return '';
  const text = value instanceof CanonicalJson ? value.text : JSON.stringify(value);
  return `,${quoted(key)}:${text}`;
}

/** Keys are the program's own, so there are few of them. */
const quotedKeys = new Map<string, string>();

function quoted(key: string): string {
  let text = quotedKeys.get(key);
  if (text === undefined) quotedKeys.set(key, (text = JSON.stringify(key)));
  return text;
}
