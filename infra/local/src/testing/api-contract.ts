import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { z } from 'zod';
import { type Connection, readConnection } from '../connection.ts';
import { LauncherError } from '../launcher-error.ts';
import { ensureSchemathesis } from '../provision/schemathesis.ts';
import { kafkaEnvironment } from '../services/services.ts';
import type { Stack } from '../stack.ts';
import { type Bench, runFrom } from './bench.ts';
import { checkTally, sum, type Tally } from './tally.ts';

/** One with each set of rights: an admin is an auditor too. */
const WHO = ['viewer', 'operator', 'admin'] as const;
/** Each of them asks for so long. */
const SECONDS_EACH = '60';

const PAYMENTS = 'all --rate 100 --count 400 --seed 1 --anomalies 0.4 --sla 5s';
/** The transaction that the document's examples ask for. */
const EXAMPLES = [
  'gateway --txn TXN1003 --amount 5000 --status SUCCESS',
  'core --txn TXN1003 --amount 4500 --status SUCCESS',
];

const Token = z.object({ access_token: z.string() });

/** Asks the API of a running stack everything its own OpenAPI document allows, and much that it does not, as people of each role. */
export async function checkApiContract(bench: Bench, stack: Stack): Promise<Tally> {
  const { surroundings, signal } = bench;
  const { repo } = surroundings;
  const program = await ensureSchemathesis({ surroundings, home: stack.home, signal });
  const connection = await readConnection(stack.home);
  if (connection === undefined) throw new LauncherError('The stack does not say how to connect.');
  await fill(bench, stack, connection);

  const tallies: Tally[] = [];
  for (const username of WHO) {
    console.log(`\n· as ${username}`);
    const config = join(repo, 'infra/schemathesis/schemathesis.toml');
    const asked = ['run', `${connection.api_url}/openapi.json`, '--max-time', SECONDS_EACH];
    const exitCode = await runFrom(bench, bench.scratch, [...program, '--config-file', config, ...asked], {
      TIEOUT_TOKEN: await tokenOf(connection, username),
    });
    tallies.push(checkTally(exitCode));
  }
  return sum(tallies);
}

/** Payments of all kinds, and a record that is refused, so that there is something of everything to answer with. */
async function fill(bench: Bench, stack: Stack, connection: Connection): Promise<void> {
  const { repo } = bench.surroundings;
  for (const words of [...EXAMPLES, PAYMENTS]) {
    const program = ['--conditions=@tieout/source', 'producers/src/main.ts', ...words.split(' ')];
    const exitCode = await runFrom(bench, repo, ['node', ...program], kafkaEnvironment(stack, 'producer'));
    if (exitCode !== 0) throw new LauncherError(`The producers ended with exit code ${exitCode}.`);
  }
  await sendRefused(connection);
}

async function sendRefused({ kafka: given }: Connection): Promise<void> {
  const { brokers, ca_file: caFile, username, password } = given;
  const kafka = new Kafka({
    clientId: 'tieout-api-contract',
    brokers,
    ssl: { ca: await readFile(caFile, 'utf8') },
    sasl: { mechanism: 'scram-sha-512', username, password },
    logLevel: logLevel.NOTHING,
  });
  const producer = kafka.producer();
  await producer.connect();
  try {
    await producer.send({ topic: 'core_txns', messages: [{ key: 'TXN1003', value: 'not a record' }] });
  } finally {
    await producer.disconnect();
  }
}

async function tokenOf({ keycloak, users }: Connection, username: string): Promise<string> {
  const password = users.find((user) => user.username === username)?.password ?? '';
  const answer = await fetch(keycloak.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: keycloak.client_id,
      username,
      password,
    }),
  });
  if (!answer.ok) throw new LauncherError(`${username} got no token: ${answer.status}.`);
  return Token.parse(await answer.json()).access_token;
}
