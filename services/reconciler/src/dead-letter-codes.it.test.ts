import { DEAD_LETTER_CODES, type DeadLetterCode } from '@tieout/core';
import { partitionOf } from '@tieout/runtime';
import { RECORD_VALUE_BYTES_MAX } from '@tieout/schemas';
import type { Producer } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WholePath } from './testing/whole-path.ts';

const PARTITIONS = 2;
const CARD = '4111 1111 1111 1111';
const MASKED = '**** **** **** 1111';
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const REFUSED_BY_THE_STORE = 'the-store-refuses-this';

interface Poison {
  /** Its neighbour's id unless told otherwise. */
  readonly key?: string | null;
  readonly value: Buffer;
  /** What is to be kept of it, where that is not `value`. */
  readonly kept?: Buffer;
  readonly error: RegExp;
}

/** By code, a record of the gateway that is refused for it, as near as can be to the valid one that follows. */
const POISON: Readonly<Record<DeadLetterCode, (neighbour: string, path: WholePath) => Poison>> = {
  TOO_LARGE: (neighbour, { payments }) => ({
    value: Buffer.concat([payments.gateway(neighbour), Buffer.alloc(RECORD_VALUE_BYTES_MAX)]),
    error: /262144 are allowed/,
  }),
  UNKNOWN_SCHEMA: (neighbour, { payments }) => {
    const value = payments.gateway(neighbour);
    value.writeUInt32BE(2_000_000_000, 1);
    return { value, error: /2000000000/ };
  },
  UNDECODABLE: (neighbour, { payments }) => ({
    value: payments.core(neighbour),
    error: /is tieout.CoreTxn, not tieout.GatewayTxn/,
  }),
  // Its card number is masked although that is not why it is refused.
  KEY_MISMATCH: (neighbour, { payments }) => ({
    key: null,
    value: payments.gateway(neighbour, { event_id: 'e-key', card_token: CARD }),
    kept: payments.gateway(neighbour, { event_id: 'e-key', card_token: MASKED }),
    error: /^key/,
  }),
  INVALID_FIELD: (neighbour, { payments }) => ({
    value: payments.gateway(neighbour, { fee_minor: -1n }),
    error: /^fee_minor/,
  }),
  UNKNOWN_CURRENCY: (neighbour, { payments }) => ({
    value: payments.gateway(neighbour, { currency: 'XXX' }),
    error: /^currency/,
  }),
  INVALID_AMOUNT: (neighbour, { payments }) => ({
    value: payments.gateway(neighbour, { amount_minor: -500_000n }),
    error: /^amount_minor/,
  }),
  INVALID_TIME: (neighbour, { payments }) => ({
    value: payments.gateway(neighbour, { captured_at: Date.UTC(1999, 11, 31) }),
    error: /^captured_at/,
  }),
  PAN_LIKE: (neighbour, { payments }) => ({
    value: payments.gateway(neighbour, { event_id: 'e-pan', metadata: { note: CARD } }),
    kept: payments.gateway(neighbour, { event_id: 'e-pan', metadata: { note: MASKED } }),
    error: /card number/,
  }),
  WRONG_PARTITION: (neighbour, { payments }) => {
    const key = idIn('ASTRAY', 1 - laneOf(neighbour));
    return { key, value: payments.gateway(key), error: /^partition/ };
  },
  // Postgres is known to refuse nothing that passes the contract's checks, so this database has a rule of its own.
  STORE_REFUSED: (neighbour, { payments }) => ({
    value: payments.gateway(neighbour, { event_id: REFUSED_BY_THE_STORE }),
    error: /no_poison/,
  }),
};

interface Sent {
  readonly poison: Poison & { readonly key: string | null };
  readonly offset: string;
  readonly appendTime: number;
}

let path: WholePath;
let producer: Producer;
const sent = new Map<DeadLetterCode, Sent>();

const laneOf = (id: string): number => partitionOf(Buffer.from(id), PARTITIONS);
const neighbourOf = (code: DeadLetterCode): string => `NEXT-TO-${code}`;

function idIn(name: string, partition: number): string {
  for (let n = 0; ; n++) if (laneOf(`${name}-${n}`) === partition) return `${name}-${n}`;
}

async function sendPoison(code: DeadLetterCode): Promise<Sent> {
  const neighbour = neighbourOf(code);
  const poison = { key: neighbour, ...POISON[code](neighbour, path) };
  const headers = { traceparent: TRACE, raw: Buffer.from([0xff, 0x00]) };
  const [written] = await producer.send({
    topic: path.topics.gateway,
    messages: [{ key: poison.key, value: poison.value, headers, partition: laneOf(neighbour) }],
  });
  return { poison, offset: written?.baseOffset ?? '', appendTime: Number(written?.logAppendTime) };
}

/** Two books that differ by 500.00. */
async function sendPayment(txnId: string): Promise<void> {
  await path.produce('gateway', txnId, { eventId: `g-${txnId}` });
  await path.produce('core', txnId, { eventId: `c-${txnId}`, amountMinor: 450_000n });
}

/** The verdict without what names this one transaction and its place in the log. */
async function comparable(txnId: string): Promise<unknown> {
  const row = await path.verdict(txnId, 'MISMATCHED', ['AMOUNT_MISMATCH']);
  const own = new Set(
    'partition txn_id first_seen_at deadline_at broken_at updated_at due_at revision state position append_time event_id break_keys'.split(
      ' ',
    ),
  );
  return JSON.parse(JSON.stringify(row, (name, value: unknown) => (own.has(name) ? undefined : value)));
}

beforeAll(async () => {
  path = await WholePath.open({ slaMs: 60_000, partitions: PARTITIONS });
  await path.looking.query(
    `ALTER TABLE raw_events ADD CONSTRAINT no_poison CHECK (event_id <> '${REFUSED_BY_THE_STORE}')`,
  );
  producer = path.kafka.producer();
  await producer.connect();
  // All in the log before the engine looks: poison of every kind in one flush.
  for (const code of DEAD_LETTER_CODES) {
    sent.set(code, await sendPoison(code));
    await sendPayment(neighbourOf(code));
  }
  await sendPayment('ALONE');
  await path.startEngine();
  await path.allRead();
});

afterAll(async () => {
  await producer.disconnect();
  expect(await path.stopEngines()).toEqual([]);
  await path.close();
});

describe('a record that breaks a rule of the contract', () => {
  it.each(DEAD_LETTER_CODES)('is kept as %s, exactly as it came and where it lay', async (code) => {
    const { poison, offset, appendTime } = sent.get(code) ?? expect.fail('nothing was sent');
    const letters = await path.rows(
      'SELECT * FROM dead_letters WHERE topic = $1 AND partition = $2 AND "offset" = $3',
      [path.topics.gateway, laneOf(neighbourOf(code)), offset],
    );
    expect(letters).toMatchObject([
      {
        code,
        error: expect.stringMatching(poison.error),
        key: poison.key === null ? null : Buffer.from(poison.key),
        payload: poison.kept ?? poison.value,
        headers: { traceparent: TRACE, raw: 'hex:ff00' },
        append_time: new Date(appendTime),
        attempts: 0,
        parent: null,
        redriven_at: null,
      },
    ]);
  });

  it.each(DEAD_LETTER_CODES)('changes nothing for the one after it: %s', async (code) => {
    expect(await comparable(neighbourOf(code))).toEqual(await comparable('ALONE'));
  });

  it('leaves no other trace', async () => {
    const [letters] = await path.rows('SELECT count(*)::int FROM dead_letters');
    expect(letters).toEqual({ count: DEAD_LETTER_CODES.length });
    const [raw] = await path.rows('SELECT count(*)::int FROM raw_events');
    expect(raw).toEqual({ count: 2 * (DEAD_LETTER_CODES.length + 1) });
    const [results] = await path.rows('SELECT count(*)::int FROM reconciliation_results');
    expect(results).toEqual({ count: DEAD_LETTER_CODES.length + 1 });
    await path.audit();
  });
});
