import type { DeadLetterCode } from '@tieout/core';
import { sql, type Selectable } from 'kysely';
import { REDRIVE_VERB } from '../redrive.ts';
import { inSnapshot, type Reader, type Snapshot } from './snapshot.ts';
import type { Tables } from './tables.ts';

/** Where a refused record lies in Kafka: what names it. */
export interface RecordPosition {
  readonly topic: string;
  readonly partition: number;
  /** Digits: it may exceed what a JavaScript number holds. */
  readonly offset: string;
}

export interface DeadLetterRow extends Omit<Selectable<Tables['dead_letters']>, 'payload' | 'headers'> {
  /** Bytes of the value; null where the record had none. */
  readonly size: number | null;
  /** The key as text where people can read it; null where there is none or it is something else. */
  readonly keyText: string | null;
  /** There is a transaction with this id. */
  readonly hasTransaction: boolean;
}

export interface DeadLetterDetail extends DeadLetterRow {
  readonly headers: Readonly<Record<string, string>>;
  /** Null where the record had no value, or it was not asked for. */
  readonly payload: Buffer | null;
  /** The command that asks for its redrive and has not been carried out yet. */
  readonly waitingCommand: string | null;
}

/** A dead letter under the key of a transaction. */
export type LetterOfTransaction = Pick<
  DeadLetterRow,
  'topic' | 'partition' | 'offset' | 'code' | 'refused_at' | 'redriven_at'
>;

/** Lists: any of these. A filter that is absent or undefined does not filter. */
export interface DeadLetterFilter {
  readonly code?: readonly DeadLetterCode[] | undefined;
  readonly topic?: readonly string[] | undefined;
  /** Refused at or after, ms. */
  readonly from?: number | undefined;
  /** Refused before, ms. */
  readonly to?: number | undefined;
  /** The key begins with this. */
  readonly keyPrefix?: string | undefined;
}

/**
 * The last row of the page before. The order (refused_at, topic, partition, offset) never changes for a row, so no insert moves a page.
 * To the microsecond: all rows of one flush share their time, and a rounded one would leave some of them out.
 */
export interface DeadLetterPageKey extends RecordPosition {
  readonly refusedAt: string;
}

export interface DeadLetterPage {
  readonly rows: readonly DeadLetterRow[];
  /** Null where nothing follows. */
  readonly next: DeadLetterPageKey | null;
}

const ROW = [
  'topic',
  'partition',
  'offset',
  'append_time',
  'key',
  'code',
  'error',
  'attempts',
  'parent',
  'redriven_at',
  'refused_at',
  sql<number | null>`octet_length(payload)`.as('size'),
] as const;

const KEY_TEXT_BYTES_MAX = 256;
const REFUSED_AT_EXACT = sql<string>`to_char(refused_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Newest first by (refused_at, topic, partition, offset). */
export function listDeadLetters(
  reader: Reader,
  filter: DeadLetterFilter,
  after: DeadLetterPageKey | null,
  limit: number,
): Promise<DeadLetterPage> {
  return inSnapshot(reader, async (snapshot) => {
    // One row more than asked tells whether a page follows.
    const found = await pageQuery(snapshot, filter, after)
      .limit(limit + 1)
      .execute();
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last ? pageKey(last) : null;
    return { rows: await withTransactions(snapshot, page), next };
  });
}

/** One refused record; null where none lies there. The value is only read where it is asked for. */
export function findDeadLetter(
  reader: Reader,
  { topic, partition, offset }: RecordPosition,
  withPayload: boolean,
): Promise<DeadLetterDetail | null> {
  return inSnapshot(reader, async (snapshot) => {
    const found = await snapshot
      .selectFrom('dead_letters')
      .select(ROW)
      .select('headers')
      .$if(withPayload, (query) => query.select('payload'))
      .where('topic', '=', topic)
      .where('partition', '=', partition)
      .where('offset', '=', offset)
      .executeTakeFirst();
    if (!found) return null;
    const { headers, payload = null, ...letter } = found;
    const [row] = await withTransactions(snapshot, [letter]);
    const waitingCommand = await findWaitingRedrive(snapshot, { topic, partition, offset });
    return row ? { ...row, headers, payload, waitingCommand } : null;
  });
}

async function findWaitingRedrive(
  snapshot: Snapshot,
  { topic, partition, offset }: RecordPosition,
): Promise<string | null> {
  const found = await snapshot
    .selectFrom('commands')
    .select('id')
    .where('partition', '=', partition)
    .where('applied_at', 'is', null)
    .where('verb', '=', REDRIVE_VERB)
    .where(sql<boolean>`body ->> 'topic' = ${topic} AND body ->> 'offset' = ${offset}`)
    .orderBy('requested_at')
    .limit(1)
    .executeTakeFirst();
  return found?.id ?? null;
}

/** Of a transaction's refused records the newest this many are told. */
const LETTERS_OF_TRANSACTION_MAX = 20;

/** What was refused under the transaction's id as its key, newest first. */
export function lettersOfTransaction(snapshot: Snapshot, txnId: string): Promise<LetterOfTransaction[]> {
  return (
    snapshot
      .selectFrom('dead_letters')
      .select(['topic', 'partition', 'offset', 'code', 'refused_at', 'redriven_at'])
      .where('key', '=', Buffer.from(txnId))
      // Said so that the index of keys that can be an id is used.
      .where(sql<boolean>`octet_length(key) <= 64`)
      .orderBy('refused_at', 'desc')
      .limit(LETTERS_OF_TRANSACTION_MAX)
      .execute()
  );
}

function pageQuery(snapshot: Snapshot, filter: DeadLetterFilter, after: DeadLetterPageKey | null) {
  const { code, topic, from, to, keyPrefix } = filter;
  let query = snapshot
    .selectFrom('dead_letters')
    .select(ROW)
    .select(REFUSED_AT_EXACT.as('refused_at_exact'))
    .orderBy('refused_at', 'desc')
    .orderBy('topic', 'desc')
    .orderBy('partition', 'desc')
    .orderBy('offset', 'desc');
  if (code) query = query.where('code', 'in', code);
  if (topic) query = query.where('topic', 'in', topic);
  if (from !== undefined) query = query.where('refused_at', '>=', new Date(from));
  if (to !== undefined) query = query.where('refused_at', '<', new Date(to));
  if (keyPrefix !== undefined) {
    const bytes = Buffer.from(keyPrefix);
    query = query.where(sql<boolean>`substring("key" from 1 for ${bytes.length}::int) = ${bytes}`);
  }
  if (after) {
    query = query.where(
      sql<boolean>`(refused_at, topic, partition, "offset")
        < (${after.refusedAt}::timestamptz, ${after.topic}, ${after.partition}::int, ${after.offset}::bigint)`,
    );
  }
  return query;
}

type FoundPageRow = Awaited<ReturnType<ReturnType<typeof pageQuery>['execute']>>[number];

function pageKey({ refused_at_exact, topic, partition, offset }: FoundPageRow): DeadLetterPageKey {
  return { refusedAt: refused_at_exact, topic, partition, offset };
}

/** Adds what the key says, and whether there is a transaction of that id. */
async function withTransactions(
  snapshot: Snapshot,
  letters: readonly Omit<DeadLetterRow, 'keyText' | 'hasTransaction'>[],
): Promise<DeadLetterRow[]> {
  const keyTexts = letters.map(({ key }) => readableText(key));
  const asked = [...new Set(keyTexts.filter((text) => text !== null))];
  const known = await snapshot
    .selectFrom('reconciliation_results')
    .select('txn_id')
    .where('txn_id', '=', sql<string>`ANY (${asked}::text[])`)
    .execute();
  const ids = new Set<string | null>(known.map(({ txn_id }) => txn_id));
  return letters.map((letter, n) => {
    const keyText = keyTexts[n] ?? null;
    return { ...letter, keyText, hasTransaction: ids.has(keyText) };
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 of a length people read, without control characters. */
function readableText(bytes: Buffer | null): string | null {
  if (bytes === null || bytes.length === 0 || bytes.length > KEY_TEXT_BYTES_MAX) return null;
  try {
    const text = utf8.decode(bytes);
    return /\p{Cc}/u.test(text) ? null : text;
  } catch {
    return null; // not UTF-8: shown as bytes
  }
}
