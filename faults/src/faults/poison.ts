import { createHash } from 'node:crypto';
import { DEAD_LETTER_CODES, type DeadLetterCode } from '@tieout/core';
import { RECORD_VALUE_BYTES_MAX } from '@tieout/schemas';
import type { Fault } from '../fault.ts';
import { eventually } from '../stage/patience.ts';
import { Payments, type Place } from '../stage/payments.ts';
import type { Stage } from '../stage/stage.ts';

const ROUNDS = 5;
const BREATH_MS = 2_000;
const CARD = '4111111111111111';
/** Nothing that passes the contract's checks is known to be refused by Postgres: this database gets a rule of its own. */
const REFUSED_EVENT = 'the-store-refuses-this';

interface Poison {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly partition?: number;
  /** Its bytes are kept as they came; not where a card number must be masked. */
  readonly isMasked?: boolean;
}

/** By code, a record of the gateway that is refused for it. */
const POISON: Readonly<Record<DeadLetterCode, (txnId: string, payments: Payments) => Promise<Poison>>> = {
  TOO_LARGE: async (key, payments) => ({
    key,
    value: Buffer.concat([await payments.gateway(key), Buffer.alloc(RECORD_VALUE_BYTES_MAX)]),
  }),
  UNKNOWN_SCHEMA: async (key, payments) => {
    const value = await payments.gateway(key);
    value.writeUInt32BE(2_000_000_000, 1);
    return { key, value };
  },
  UNDECODABLE: async (key) => ({ key, value: null }),
  KEY_MISMATCH: async (key, payments) => ({ key: `not-${key}`, value: await payments.gateway(key) }),
  INVALID_FIELD: async (key, payments) => ({ key, value: await payments.gateway(key, { fee_minor: -1n }) }),
  UNKNOWN_CURRENCY: async (key, payments) => ({
    key,
    value: await payments.gateway(key, { currency: 'XXX' }),
  }),
  INVALID_AMOUNT: async (key, payments) => ({
    key,
    value: await payments.gateway(key, { amount_minor: -1n }),
  }),
  INVALID_TIME: async (key, payments) => ({
    key,
    value: await payments.gateway(key, { captured_at: Date.UTC(1999, 0, 1) }),
  }),
  PAN_LIKE: async (key, payments) => ({
    key,
    value: await payments.gateway(key, { metadata: { note: CARD } }),
    isMasked: true,
  }),
  WRONG_PARTITION: async (key, payments) => ({
    key,
    value: await payments.gateway(key),
    partition: (payments.laneOf(key) + 1) % payments.lanes,
  }),
  STORE_REFUSED: async (key, payments) => ({
    key,
    value: await payments.gateway(key, { event_id: REFUSED_EVENT }),
  }),
};

interface Sent extends Place, Poison {
  readonly partition: number;
  readonly code: DeadLetterCode;
}

async function poison(stage: Stage): Promise<void> {
  const { scene } = stage;
  const { database, slice, signal } = scene;
  const payments = await Payments.open(scene);
  const sent: Sent[] = [];
  await database.query(
    `ALTER TABLE raw_events ADD CONSTRAINT faults_poison CHECK (event_id <> '${REFUSED_EVENT}')`,
  );
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      await stage.pause(BREATH_MS);
      await stage.strike(
        `a record of each of ${DEAD_LETTER_CODES.length} kinds that must be refused`,
        async () => {
          for (const code of DEAD_LETTER_CODES) {
            const one = await POISON[code](`POISON-${slice.seed}-${slice.from}-${code}-${round}`, payments);
            const place = await payments.send(scene.topics.gateway, one.key, one.value, one.partition);
            sent.push({ ...one, ...place, code });
          }
        },
      );
      await stage.recovered();
    }
    await eventually(
      'every refused record in dead_letters',
      async () => (await wrongLetters(stage, sent)).length === 0,
      { limitMs: 30_000, everyMs: 500, signal },
    ).catch(() => undefined);
  } finally {
    await database.query('ALTER TABLE raw_events DROP CONSTRAINT faults_poison');
    await payments.close();
  }
  for (const wrong of await wrongLetters(stage, sent)) stage.expect(wrong, false);
  stage.note(`${sent.length} dead letters, each with its code, key and bytes`);
}

/** What is not kept as it must be. */
async function wrongLetters({ scene }: Stage, sent: readonly Sent[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { code, topic, partition, offset, key, value, isMasked = false } of sent) {
    const { rows } = await scene.database.query<{ code: string; key: Buffer | null; payload: Buffer | null }>(
      'SELECT code, key, payload FROM dead_letters WHERE topic = $1 AND partition = $2 AND "offset" = $3',
      [topic, partition, offset.toString()],
    );
    const [row] = rows;
    const where = `${topic} partition ${partition} offset ${offset}`;
    if (row?.code !== code) wrong.push(`${where}: ${row?.code ?? 'no dead letter'} instead of ${code}`);
    else if ((row.key?.toString() ?? null) !== key) wrong.push(`${where}: ${code} with another key`);
    else if (isMasked ? row.payload?.includes(CARD) === true : digest(row.payload) !== digest(value))
      wrong.push(`${where}: ${code} with other bytes`);
  }
  return wrong;
}

const digest = (bytes: Buffer | null): string | null =>
  bytes && createHash('sha256').update(bytes).digest('hex');

export const POISON_FAULTS: readonly Fault[] = [
  {
    name: 'poison',
    title: 'Records of every kind that must be refused, among the others',
    transactions: 6_000,
    rate: 150,
    make: poison,
  },
];
