import { coreTxnSchema, subjectOf, topicCatalogue } from '@tieout/schemas';
import type { Fault } from '../fault.ts';
import { eventually } from '../stage/patience.ts';
import { Payments } from '../stage/payments.ts';
import type { Stage } from '../stage/stage.ts';

const BREATH_MS = 3_000;
const DOWN_MS = 20_000;

/** A producer has moved on to a newer schema, and the registry is away when its first record arrives. */
async function registryDown(stage: Stage): Promise<void> {
  const { scene } = stage;
  const { database, processes, slice, signal, topics, watch } = scene;
  const payments = await Payments.open(scene);
  try {
    const newer = {
      ...coreTxnSchema,
      fields: [...coreTxnSchema.fields, { name: `note_${slice.from}`, type: 'string', default: '' }],
    } as const;
    await payments.registry.register(subjectOf(topicCatalogue().core), JSON.stringify(newer));
    const txnId = `NEWER-${slice.seed}-${slice.from}`;
    const core = await payments.core(txnId, {}, newer);
    const gateway = await payments.gateway(txnId);
    await stage.pause(BREATH_MS);
    await stage.strike(
      `the registry is away for ${DOWN_MS / 1_000} s when the first record of a newer schema comes`,
      () =>
        processes.without('apicurio', async () => {
          await payments.send(topics.core, txnId, core);
          await payments.send(topics.gateway, txnId, gateway);
          await stage.pause(BREATH_MS);
          const before = new Map((await watch.lanes()).map((lane) => [lane.partition, lane.positions.core]));
          await stage.pause(DOWN_MS - BREATH_MS);
          for (const { partition, positions, halted } of await watch.lanes()) {
            const isHeld = partition === payments.laneOf(txnId);
            const stands = positions.core === before.get(partition);
            stage.expect(`lane ${partition} ${isHeld ? 'waits' : 'goes on'} meanwhile`, stands === isHeld);
            stage.expect(`lane ${partition} does not halt`, halted === null);
          }
        }),
    );
    await stage.recovered();
    await eventually(
      'the newer record judged',
      async () => {
        const { rows } = await database.query<{ status: string }>(
          'SELECT status FROM reconciliation_results WHERE txn_id = $1',
          [txnId],
        );
        return rows[0]?.status === 'MATCHED';
      },
      { limitMs: 30_000, signal },
    ).catch(() => stage.expect('the payment told in the newer schema is MATCHED', false));
  } finally {
    await payments.close();
  }
}

export const REGISTRY_FAULTS: readonly Fault[] = [
  {
    name: 'registry-down',
    title: 'Registry away when a record of a newer schema arrives',
    transactions: 4_000,
    rate: 100,
    make: registryDown,
  },
];
