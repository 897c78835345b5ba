import { Client } from 'pg';
import { startProgram } from '../stage/program.ts';
import type { Competitor } from './competitor.ts';
import { javaCommand } from './java.ts';
import { answersIn, lanePositions, laneState } from './results-table.ts';

let started = 0;

/** The best build on the JVM that we could make: the same rows in the same tables. */
export const jdbc: Competitor = {
  name: 'jdbc',
  title: 'Java with batched JDBC',
  about:
    'raw events, results and audit rows in the same tables of the same Postgres; two threads, sources in step, binary COPY for everything, open transactions in its heap',
  share: 1,
  async start(ground, dataset) {
    const database = await ground.database();
    const group = `bench-jdbc-${(started += 1)}`;
    const url = new URL(database.writerUrl);
    const login = new URLSearchParams({ user: url.username, password: url.password });
    const command = await javaCommand(ground, 'JdbcPeer', {
      KAFKA_TOPIC_PREFIX: dataset.prefix,
      KAFKA_CLIENT_GROUP: group,
      JDBC_URL: `jdbc:postgresql://${url.host}${url.pathname}?${login.toString()}`,
    });
    const program = await startProgram(ground, group, command);
    const looking = new Client({ connectionString: database.url });
    await looking.connect();
    return {
      pids: [program.pid],
      askEveryMs: 100,
      group,
      state() {
        program.assertRunning();
        return laneState(looking, dataset);
      },
      positions: () => lanePositions(looking, dataset),
      answers: () => answersIn(looking),
      async stop() {
        await program.stop();
        await looking.end();
        await database.drop();
      },
    };
  },
};
