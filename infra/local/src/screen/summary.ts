import type { Connection } from '../connection.ts';

/** What a person needs next: where to go and who to be. */
export function summary(connection: Connection): string {
  const users = connection.users.map(({ username, password }) => `    ${username.padEnd(9)} ${password}`);
  return [
    '',
    `  Dashboard   ${connection.dashboard_url}`,
    `  API         ${connection.api_url}/docs`,
    '',
    '  Log in as one of (passwords made for this machine):',
    ...users,
    '',
    '  npm run produce -- gateway --txn TXN1003 --amount 5000 --status SUCCESS    send an event by hand',
    '  npm run status -- --json                                                   how to reach Kafka, PostgreSQL and the rest',
    '  npm run logs                                                               what the processes say',
    '',
  ].join('\n');
}
