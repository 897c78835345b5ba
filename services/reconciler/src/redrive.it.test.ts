import { randomUUID } from 'node:crypto';
import { partitionOf } from '@tieout/runtime';
import { eventually } from '@tieout/testkit';
import type { Producer } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WholePath } from './testing/whole-path.ts';

const PARTITIONS = 2;
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

interface Letter {
  readonly partition: number;
  readonly offset: string;
}

let path: WholePath;
let producer: Producer;

const laneOf = (id: string): number => partitionOf(Buffer.from(id), PARTITIONS);

function idIn(name: string, partition: number): string {
  for (let n = 0; ; n++) if (laneOf(`${name}-${n}`) === partition) return `${name}-${n}`;
}

/** A record of the gateway, wherever it is told to lie. */
async function sendTo(partition: number, key: string, value: Buffer): Promise<Letter> {
  const [written] = await producer.send({
    topic: path.topics.gateway,
    messages: [{ key, value, partition, headers: { traceparent: TRACE, raw: Buffer.from([0xff]) } }],
  });
  return { partition, offset: written?.baseOffset ?? '' };
}

async function letterAt({ partition, offset }: Letter): Promise<Record<string, unknown>> {
  return eventually(`a dead letter at ${partition}:${offset}`, async () => {
    const where = 'topic = $1 AND partition = $2 AND "offset" = $3';
    const [row] = await path.rows(`SELECT * FROM dead_letters WHERE ${where}`, [
      path.topics.gateway,
      partition,
      offset,
    ]);
    return row;
  });
}

/** Asks for it as the API does. */
async function ask({ partition, offset }: Letter): Promise<string> {
  const id = randomUUID();
  await path.looking.query(
    `INSERT INTO commands (id, partition, verb, actor, body) VALUES ($1, $2, 'redrive', 'user:operator', $3)`,
    [id, partition, JSON.stringify({ topic: path.topics.gateway, offset })],
  );
  return id;
}

async function outcomeOf(commandId: string): Promise<unknown> {
  return eventually('the redrive is carried out', async () => {
    const [row] = await path.rows('SELECT outcome FROM commands WHERE id = $1 AND applied_at IS NOT NULL', [
      commandId,
    ]);
    return row?.['outcome'];
  });
}

const redriven = async (letter: Letter): Promise<unknown> => outcomeOf(await ask(letter));

/** Makes Postgres refuse this event until the returned function is called. */
async function refusing(eventId: string): Promise<() => Promise<unknown>> {
  await path.looking.query(
    `ALTER TABLE raw_events ADD CONSTRAINT refusing CHECK (event_id <> '${eventId}') NOT VALID`,
  );
  return () => path.looking.query('ALTER TABLE raw_events DROP CONSTRAINT refusing');
}

beforeAll(async () => {
  path = await WholePath.open({ slaMs: 1_000, partitions: PARTITIONS });
  producer = path.kafka.producer();
  await producer.connect();
  await path.startEngine();
});

afterAll(async () => {
  await producer.disconnect();
  expect(await path.stopEngines()).toEqual([]);
  await path.close();
});

describe('a redrive', () => {
  it('judges a record that is right by now where it lay and when it came, so that nothing of it is late', async () => {
    const accept = await refusing('once-refused');
    const value = path.payments.gateway('RIGHT', { event_id: 'once-refused' });
    const letter = await sendTo(laneOf('RIGHT'), 'RIGHT', value);
    await path.produce('core', 'RIGHT');
    await path.verdict('RIGHT', 'MISMATCHED', ['MISSING_GATEWAY']);
    const before = await letterAt(letter);
    expect(before).toMatchObject({ code: 'STORE_REFUSED', attempts: 0 });
    await accept();

    expect(await redriven(letter)).toEqual({ result: 'accepted', txn_id: 'RIGHT' });
    const row = await path.verdict('RIGHT', 'MATCHED');
    const position = { topic: path.topics.gateway, ...letter };
    expect(row['legs']).toMatchObject({ gateway: { late: false, position } });
    const [raw] = await path.rows(`SELECT * FROM raw_events WHERE txn_id = 'RIGHT' AND source = 'gateway'`);
    expect(raw).toMatchObject({ ...letter, append_time: before['append_time'], payload: value });
    expect(await letterAt(letter)).toMatchObject({
      ...before,
      attempts: 1,
      redriven_at: expect.any(Date),
    });
    await path.audit();
  });

  it('is an audit row with who asked, and the lane’s digest of what it put into a flush of long ago', async () => {
    const [row] = await path.rows(`SELECT * FROM audit_logs WHERE action = 'REDRIVE'`);
    expect(row).toMatchObject({ actor: 'user:operator', txn_id: 'RIGHT', command_id: expect.any(String) });
    expect(JSON.parse(String(row?.['detail']))).toMatchObject({
      attempt: 1,
      was: 'STORE_REFUSED',
      result: 'accepted',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      command_id: row?.['command_id'],
    });
  });

  it('leaves what is still wrong refused, for what is wrong with it now', async () => {
    const accept = await refusing('twice-refused');
    const value = path.payments.gateway('WRONG', { event_id: 'twice-refused' });
    const letter = await sendTo(laneOf('WRONG'), 'WRONG', value);
    const negative = path.payments.gateway('WRONG', { fee_minor: -1n });
    const other = await sendTo(laneOf('WRONG'), 'WRONG', negative);
    await letterAt(letter);
    const asked = await ask(letter);
    expect(await redriven(other)).toMatchObject({ result: 'refused', code: 'INVALID_FIELD' });
    expect(await outcomeOf(asked)).toMatchObject({ result: 'refused', code: 'STORE_REFUSED' });
    expect(await redriven(other)).toMatchObject({ result: 'refused', code: 'INVALID_FIELD' });
    expect(await letterAt(letter)).toMatchObject({ code: 'STORE_REFUSED', attempts: 1, redriven_at: null });
    expect(await letterAt(other)).toMatchObject({ code: 'INVALID_FIELD', attempts: 2, redriven_at: null });
    await accept();
    expect(await redriven(letter)).toMatchObject({ result: 'accepted' });
    await path.audit();
  });

  it.each(['KEY_MISMATCH', 'WRONG_PARTITION'])(
    'publishes a record of %s anew under its right key, bytes and headers as they were',
    async (code) => {
      const id = idIn(code, 0);
      const value = path.payments.gateway(id);
      const letter = code === 'KEY_MISMATCH' ? await sendTo(0, 'ANOTHER', value) : await sendTo(1, id, value);
      await path.produce('core', id);
      expect(await letterAt(letter)).toMatchObject({ code });
      const name = `${path.topics.gateway}:${letter.partition}:${letter.offset}`;
      const outcome = await redriven(letter);
      expect(outcome).toEqual({ result: 'published', txn_id: id, position: expect.any(String) });
      await eventually('both books have spoken', async () => {
        const [row] = await path.rows(
          `SELECT status FROM reconciliation_results WHERE txn_id = $1 AND sources @> '{gateway}'`,
          [id],
        );
        return row?.['status'] === 'MATCHED';
      });
      const [raw] = await path.rows(
        `SELECT $2 || ':' || partition || ':' || "offset" AS position, payload FROM raw_events WHERE txn_id = $1 AND source = 'gateway'`,
        [id, path.topics.gateway],
      );
      expect(raw).toEqual({
        position: expect.toSatisfy((at) => JSON.stringify(outcome).includes(at)),
        payload: value,
      });
      expect(await letterAt(letter)).toMatchObject({
        code,
        attempts: 1,
        redriven_at: expect.any(Date),
        parent: null,
      });
      expect(name).not.toBe(raw?.['position']);
      await path.audit();
    },
  );

  it('names the record it came from in one that is refused again where it was published', async () => {
    const id = idIn('ASTRAY', 0);
    const accept = await refusing('astray');
    const letter = await sendTo(1, id, path.payments.gateway(id, { event_id: 'astray' }));
    await letterAt(letter);
    expect(await redriven(letter)).toMatchObject({ result: 'published' });
    const child = await eventually('it is refused again', async () => {
      const [row] = await path.rows('SELECT * FROM dead_letters WHERE key = $1 AND parent IS NOT NULL', [
        Buffer.from(id),
      ]);
      return row;
    });
    const parent = `${path.topics.gateway}:${letter.partition}:${letter.offset}`;
    expect(child).toMatchObject({
      code: 'STORE_REFUSED',
      partition: 0,
      parent,
      headers: { traceparent: TRACE, raw: 'hex:ff', 'tieout-parent': parent },
    });
    await accept();
  });

  it('is done once, however often and however quickly it is asked for', async () => {
    const id = idIn('ONCE', 0);
    const letter = await sendTo(0, 'ANOTHER', path.payments.gateway(id));
    await letterAt(letter);
    const first = await ask(letter);
    const others = [await ask(letter), await ask(letter)];
    expect(await outcomeOf(first)).toMatchObject({ result: 'published' });
    for (const other of others)
      expect(await outcomeOf(other)).toMatchObject({ result: 'refused', code: 'ALREADY_REDRIVEN' });
    await path.allRead();
    expect(await path.rows('SELECT FROM raw_events WHERE txn_id = $1', [id])).toHaveLength(1);
    await path.audit();
  });

  it('of a record that was never refused says so', async () => {
    expect(await redriven({ partition: 0, offset: '123456789' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is carried out by the next process where this one is gone', async () => {
    const id = idIn('LATER', 0);
    const letter = await sendTo(0, 'ANOTHER', path.payments.gateway(id));
    await letterAt(letter);
    expect(await path.stopEngines()).toEqual([]);
    const command = await ask(letter);
    await path.startEngine();
    expect(await outcomeOf(command)).toMatchObject({ result: 'published' });
  });
});
