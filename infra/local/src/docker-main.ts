// The one-shot jobs of docker-compose.yml that the launcher does itself on a machine without Docker.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { superuserUrl, writeSecretFiles } from './docker/secret-files.ts';
import { createLogins } from './servers/postgres.ts';
import { DEMO_USERS, loadSecrets } from './state/secrets.ts';

// Where docker-compose.yml mounts things.
const STATE = '/var/lib/tieout';
const VOLUMES = '/volumes';
const TEMPLATES = '/templates';
const secretsFile = join(STATE, 'secrets.json');

const program = new Command('tieout-docker');

program
  .command('secrets')
  .description('make passwords and certificates, once, and hand each container its own')
  .argument('<url>', 'the origin people open')
  .action(async (url: string) => {
    const [kafkaProperties, realm] = await Promise.all(
      ['server.properties', 'realm.json'].map((name) => readFile(join(TEMPLATES, name), 'utf8')),
    );
    if (kafkaProperties === undefined || realm === undefined) throw new Error(`${TEMPLATES} is incomplete`);
    const where = { state: STATE, volumes: VOLUMES, templates: { kafkaProperties, realm } };
    await writeSecretFiles(where, await loadSecrets(secretsFile), url);
    console.log('Passwords and certificates are in their volumes.');
  });

program
  .command('databases')
  .description('make each part’s database and login')
  .action(async () => {
    const { postgres } = await loadSecrets(secretsFile);
    await createLogins(superuserUrl(postgres), postgres);
    console.log('Databases and logins are there.');
  });

program
  .command('logins')
  .description('show how the demo’s people sign in')
  .action(async () => {
    const { people } = await loadSecrets(secretsFile);
    for (const name of DEMO_USERS) console.log(`${name.padEnd(10)}${people[name]}`);
  });

await program.parseAsync();
