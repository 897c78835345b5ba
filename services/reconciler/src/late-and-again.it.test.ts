import { txnId as brandTxnId } from '@tieout/core';
import { partitionOf } from '@tieout/runtime';
import { RedisTransactionCache } from '@tieout/store';
import { findTransaction, openPool, openReader, type Reader } from '@tieout/store/reading';
import { eventually } from '@tieout/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { WholePath } from './testing/whole-path.ts';

const SLA_MS = 1_000;
const PARTITIONS = 2;
/** Enough that nothing of what came before is at hand any more; more of them would take the same way. */
const OTHERS = 5_000;

const VerdictDetail = z.object({
  status: z.string(),
  reasons: z.array(z.string()),
  late_arrival: z.array(z.string()),
});

let path: WholePath;
let pool: ReturnType<typeof openPool>;
let reader: Reader;

/** What the transaction's detail tells a person: its events and its verdicts, oldest first. */
async function timeline(txnId: string): Promise<{ events: string[]; verdicts: unknown[] }> {
  const { rawEvents, auditRows } =
    (await findTransaction(reader, txnId)) ?? expect.fail(`${txnId} is unknown`);
  return {
    events: rawEvents.map(({ source, event_id }) => `${source} ${event_id}`),
    verdicts: auditRows.map(({ detail }) => {
      const { status, reasons, late_arrival } = VerdictDetail.parse(JSON.parse(detail));
      return [status, ...reasons, ...late_arrival.map((source) => `LATE_ARRIVAL of ${source}`)].join(' ');
    }),
  };
}

/** What Redis holds of it. */
async function cached(txnId: string): Promise<unknown> {
  const id = brandTxnId(txnId);
  const cache = new RedisTransactionCache(path.redis.url, path.redis.prefix, () => {});
  try {
    // Whoever owns it: entries are everybody's.
    const lane = { partition: partitionOf(Buffer.from(txnId), PARTITIONS), epoch: 0n };
    const load = () => cache.load(lane, [id], 0, 1);
    // The first command may come before the connection is made.
    return (await eventually('Redis answers', load)).transactions.get(id);
  } finally {
    cache.end();
  }
}

/** That many more payments of which both books agree, in one go. */
async function matchOthers(): Promise<void> {
  const ids = Array.from({ length: OTHERS }, (_, index) => `OTHER-${index}`);
  for (const source of ['gateway', 'core'] as const)
    await path.producer.send(
      ids.map((id) => ({ topic: path.topics[source], key: id, value: path.payments.value(source, id) })),
    );
  await eventually('the others are matched', async () => {
    const [matched] = await path.rows(
      `SELECT FROM reconciliation_results WHERE txn_id LIKE 'OTHER-%' AND status = 'MATCHED' HAVING count(*) = ${OTHERS}`,
    );
    return matched;
  });
}

beforeAll(async () => {
  path = await WholePath.open({ slaMs: SLA_MS, partitions: PARTITIONS });
  pool = openPool({
    url: path.database.readerUrl,
    name: 'test',
    connectionsMax: 1,
    statementLimitMs: 10_000,
    onConnectionError: () => {},
  });
  reader = openReader(pool);
  await path.startEngine();
});

afterAll(async () => {
  expect(await path.stopEngines()).toEqual([]);
  await pool.end();
  await path.close();
});

describe('what comes when nobody waits for it any more', () => {
  it('heals a missing leg by itself, and says that it came late', async () => {
    await path.produce('core', 'HEALED', { eventId: 'c', channel: 'MOBILE' });
    await path.produce('gateway', 'HEALED', { eventId: 'g', channel: 'MOBILE' });
    await path.verdict('HEALED', 'MISMATCHED', ['MISSING_MOBILE']);
    await path.produce('mobile', 'HEALED', { eventId: 'm' });
    await path.verdict('HEALED', 'MATCHED');
    const { events, verdicts } = await timeline('HEALED');
    expect(events).toEqual(['core c', 'gateway g', 'mobile m']);
    expect(verdicts.slice(-2)).toEqual(['MISMATCHED MISSING_MOBILE', 'MATCHED LATE_ARRIVAL of mobile']);
    await path.audit();
  });

  it('is found to be a second settlement, though thousands were matched and forgotten since the first', async () => {
    await path.produce('gateway', 'TWICE', { eventId: 'original' });
    await path.produce('core', 'TWICE', { eventId: 'c' });
    await path.verdict('TWICE', 'MATCHED');
    await matchOthers();
    expect(await cached('TWICE')).toBeUndefined();
    await path.produce('gateway', 'TWICE', { eventId: 'copy' });
    const row = await path.verdict('TWICE', 'MISMATCHED', ['DUPLICATE_EVENT']);
    expect(row).toMatchObject({ sources: ['core', 'gateway'], at_risk_minor: '500000' });
    const { events, verdicts } = await timeline('TWICE');
    expect(events).toEqual(['gateway original', 'core c', 'gateway copy']);
    expect(verdicts.slice(-2)).toEqual(['MATCHED', 'MISMATCHED DUPLICATE_EVENT']);
    await path.audit();
  });
});
