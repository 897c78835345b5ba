import type { Fault } from '../fault.ts';
import type { Stage } from '../stage/stage.ts';

const BREATH_MS = 5_000;
const OUTAGE_MS = 60_000;

/** Ends the broker; its supervisor starts it again. */
async function endBroker(stage: Stage, signal: NodeJS.Signals): Promise<void> {
  await stage.pause(BREATH_MS);
  await stage.strike(`${signal} to the broker`, () => stage.scene.processes.end('kafka', signal));
  await stage.recovered();
}

export const KAFKA_FAULTS: readonly Fault[] = [
  {
    name: 'kafka-restart',
    title: 'Broker restarted in good order',
    transactions: 3_000,
    rate: 100,
    make: (stage) => endBroker(stage, 'SIGTERM'),
  },
  {
    name: 'kafka-kill',
    title: 'Broker killed',
    transactions: 3_000,
    rate: 100,
    make: (stage) => endBroker(stage, 'SIGKILL'),
  },
  {
    name: 'kafka-outage',
    title: 'Broker away for 60 s',
    transactions: 10_000,
    rate: 100,
    async make(stage) {
      await stage.pause(BREATH_MS);
      await stage.strike(`the broker is killed and stays away for ${OUTAGE_MS / 1_000} s`, () =>
        stage.scene.processes.without('kafka', () => stage.pause(OUTAGE_MS)),
      );
      await stage.recovered();
    },
  },
];
