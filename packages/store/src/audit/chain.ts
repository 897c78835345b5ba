import { hash } from 'node:crypto';
import type { TxnId } from '@tieout/core';
import { isoTime } from './iso-time.ts';

/** The newest link of a chain: what the next one is tied to. */
export interface ChainHead {
  readonly seq: bigint;
  /** SHA-256, 32 bytes; zeros before the first row. */
  readonly hash: Buffer;
}

/** What every detail says of its row. */
interface Envelope {
  readonly action: string;
  readonly actor: string;
  /** ISO 8601. */
  readonly at: string;
  readonly chain: string;
  readonly commandId: string | undefined;
  readonly seq: bigint;
  readonly txnId: TxnId | null;
}

/** A text in pieces, in order; a piece that is there as UTF-8 already stays so. */
type DetailPieces = readonly (string | Buffer)[];

/** Puts a whole detail together, envelope included, in canonical form. */
export type DetailWriter = (envelope: Envelope) => DetailPieces;

/**
 * What shall be written down. `facts` are plain JSON (money and offsets as decimal strings) with the keys of every object in ascending order
 * (RFC 8785), other than the envelope's: action, actor, at, chain, command_id, seq, txn_id. Rows that are many bring their own text.
 */
export interface AuditEntry {
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly txnId: TxnId | null;
  /** Of the command this is about; absent where it is about none. */
  readonly commandId?: string;
  readonly facts: Readonly<Record<string, unknown>> | DetailWriter;
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
  /** UTF-8. Bytes from the beginning: the collector would carry the texts of a whole flush about until it is written. */
  readonly detail: Buffer;
  readonly prevHash: Buffer;
  readonly hash: Buffer;
}

/** The head of a chain that has no row yet. */
const HASH_BYTES = 32;

export const CHAIN_START: ChainHead = { seq: 0n, hash: Buffer.alloc(HASH_BYTES) };

export function laneChain(partition: number): string {
  return `lane-${partition}`;
}

let scratch = Buffer.allocUnsafe(8192);

/** SHA-256 over the previous hash and the UTF-8 of the detail. */
export function chainHash(prevHash: Buffer, detail: string): Buffer {
  const next = Buffer.allocUnsafe(HASH_BYTES);
  writeHash(next, prevHash, writeDetail([detail]));
  return next;
}

/** Into the scratch, behind the room for the previous hash. @returns where it ends */
function writeDetail(pieces: DetailPieces): number {
  const most = pieces.reduce((sum, piece) => sum + piece.length * 3, HASH_BYTES);
  if (scratch.length < most) scratch = Buffer.allocUnsafe(most * 2);
  let end = HASH_BYTES;
  for (const piece of pieces)
    end += typeof piece === 'string' ? scratch.write(piece, end) : piece.copy(scratch, end);
  return end;
}

/** Of the detail in the scratch. Into `to`: a buffer of its own for each would cost more than the hashing. */
function writeHash(to: Buffer, prevHash: Buffer, end: number): void {
  prevHash.copy(scratch, 0, 0, HASH_BYTES);
  to.write(hash('sha256', scratch.subarray(0, end), 'binary'), 'latin1');
}

/** Ties entries to a chain, in order. Pure: the rows exist once they are committed. */
export function appendToChain(
  chain: string,
  head: ChainHead,
  entries: readonly AuditEntry[],
): { rows: AuditRow[]; head: ChainHead } {
  let { seq, hash: prevHash } = head;
  const rows: AuditRow[] = [];
  const hashes = Buffer.allocUnsafe(entries.length * HASH_BYTES);
  for (const { at, actor, action, txnId, commandId, facts } of entries) {
    seq += 1n;
    const envelope = { action, actor, at: isoTime(at), chain, commandId, seq, txnId };
    const end = writeDetail(
      typeof facts === 'function' ? facts(envelope) : [canonicalDetail(envelope, facts)],
    );
    const next = hashes.subarray(rows.length * HASH_BYTES, (rows.length + 1) * HASH_BYTES);
    writeHash(next, prevHash, end);
    rows.push({
      chain,
      seq,
      at,
      actor,
      action,
      txnId,
      commandId: commandId ?? null,
      detail: Buffer.from(scratch.subarray(HASH_BYTES, end)),
      prevHash,
      hash: next,
    });
    prevHash = next;
  }
  // A copy: the head outlives the flush, whose hashes need not.
  return { rows, head: { seq, hash: Buffer.from(prevHash) } };
}

const ENVELOPE = ['action', 'actor', 'at', 'chain', 'command_id', 'seq', 'txn_id'] as const;

/**
 * RFC 8785 text. JSON.stringify already writes strings and numbers as the RFC wants them, so only the order of keys is left to do, and the
 * facts come in order: the envelope is merged in as the text is put together.
 */
function canonicalDetail(
  { action, actor, at, chain, commandId, seq, txnId }: Envelope,
  facts: Readonly<Record<string, unknown>>,
): string {
  const envelope: Readonly<Record<(typeof ENVELOPE)[number], string | null | undefined>> = {
    action,
    actor,
    at,
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
  return `,${quoted(key)}:${JSON.stringify(value)}`;
}

/** Keys are the program's own, so there are few of them. */
const quotedKeys = new Map<string, string>();

function quoted(key: string): string {
  let text = quotedKeys.get(key);
  if (text === undefined) quotedKeys.set(key, (text = JSON.stringify(key)));
  return text;
}
