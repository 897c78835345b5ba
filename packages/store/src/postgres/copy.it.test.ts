import type { Hint } from '@tieout/core';
import { testDatabase, type TestDatabase } from '@tieout/testkit';
import * as fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ResultWrite } from '../lane-ports.ts';
import { sampleEvent, sampleWrite } from '../testing/sample-flush.ts';
import { BinaryWriter } from './binary-writer.ts';
import { copyResults } from './copy.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase(migrate);
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const minor = fc.oneof(
  fc.bigInt({ min: -20_000n, max: 20_000n }),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  fc.constantFrom(0n, 9_999n, 10_000n, 10_001n, 99_990_000n, 10n ** 20n, 2n ** 63n),
);
const someHints = fc.subarray<Hint>(['FEE_SIZED', 'IDENTICAL_COPY', 'MINOR_UNIT_SLIP', 'TIMEZONE_SIZED']);

it('what is copied in is what is read', async () => {
  const shown = fc.record({
    discrepancy: fc.option(minor),
    atRisk: minor,
    hints: someHints,
    note: fc.string({ unit: 'grapheme', maxLength: 80 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(shown, { minLength: 1, maxLength: 20 }), async (rows) => {
      await client.query('TRUNCATE reconciliation_results');
      const legible = rows.map((row) => ({ ...row, note: row.note.replaceAll('\0', '') }));
      await copyResults(client, new BinaryWriter(16), 3, legible.map(writeOf));
      const { rows: read } = await client.query(
        `SELECT discrepancy_minor::text AS discrepancy, at_risk_minor::text AS at_risk, hints, legs ->> 'note' AS note
         FROM reconciliation_results WHERE partition = 3 ORDER BY txn_id`,
      );
      expect(read).toEqual(
        legible.map(({ discrepancy, atRisk, hints, note }) => ({
          discrepancy: discrepancy?.toString() ?? null,
          at_risk: atRisk.toString(),
          hints,
          note,
        })),
      );
    }),
    { numRuns: 30 },
  );
});

function writeOf(
  {
    discrepancy,
    atRisk,
    hints,
    note,
  }: { discrepancy: bigint | null; atRisk: bigint; hints: Hint[]; note: string },
  index: number,
): ResultWrite {
  const write = sampleWrite(null, [sampleEvent(`COPIED-${100 + index}`, 0n)]);
  return {
    ...write,
    legs: Buffer.from(JSON.stringify({ note })),
    verdict: { ...write.verdict, discrepancyMinor: discrepancy, atRiskMinor: atRisk, hints },
  };
}
