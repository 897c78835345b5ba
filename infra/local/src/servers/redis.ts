import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import type { Part } from '../process/part.ts';
import type { Stack, Tools } from '../stack.ts';
import { writeWhole } from '../state/files.ts';
import type { Secrets } from '../state/secrets.ts';

/** A cache that may be lost at any time: nothing is saved to disk, and nothing is evicted behind the reconciler's back. */
export function redis(stack: Stack, tools: Tools): Part {
  const folder = stack.home.data('redis');
  const configuration = join(folder, 'redis.conf');
  return {
    name: 'redis',
    kind: 'server',
    port: stack.ports.redis,
    readyWithinMs: 10_000,
    stop: { signal: 'SIGTERM', patienceMs: 5000 },

    async prepare() {
      await mkdir(folder, { recursive: true });
      const where = { bind: '127.0.0.1', port: stack.ports.redis, folder };
      await writeWhole(configuration, redisConfiguration(where, stack.secrets.redis), 0o600);
    },
    command: () => ({ file: tools.redisServer, args: [configuration], cwd: folder }),
    isReady: () => pings(stack.ports.redis, stack.secrets.redis.tieout),
  };
}

export function redisConfiguration(
  { bind, port, folder }: { bind: string; port: number; folder: string },
  passwords: Secrets['redis'],
): string {
  return [
    `bind ${bind}`,
    `port ${port}`,
    `dir ${JSON.stringify(folder)}`,
    'save ""',
    'appendonly no',
    'maxmemory 512mb',
    'maxmemory-policy noeviction',
    'daemonize no',
    `user default on #${sha256(passwords.default)} ~* &* +@all`,
    // What the services may do: their own keys and channels, nothing that stops or empties the server.
    `user tieout on #${sha256(passwords.tieout)} ~tieout:* &tieout:* +@all -@admin -@dangerous +info`,
    '',
  ].join('\n');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Logs in and pings in Redis's own text protocol: a client library for two words would be too much. */
function pings(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1', timeout: 2000 });
    let reply = '';
    const end = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket
      .setEncoding('utf8')
      .once('connect', () => socket.write(`AUTH tieout ${password}\r\nPING\r\n`))
      .on('data', (chunk: string) => {
        reply += chunk;
        if (reply.includes('+PONG')) end(true);
        else if (reply.includes('-')) end(false);
      })
      .once('error', () => end(false))
      .once('timeout', () => end(false))
      .once('close', () => end(false));
  });
}
