// The reconciler as it runs: a process of its own, that can be asked to stop, or killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually, testServers } from '@tieout/testkit';
import type { WholePath } from './whole-path.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));

export class ReconcilerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  readonly #url: string;
  #log = '';

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.#url = url;
    this.#ended = once(child, 'close');
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => (this.#log += String(chunk)));
  }

  /** Starts one, with other settings where some are given; returns once every lane is its own. */
  static async start(path: WholePath, settings: NodeJS.ProcessEnv = {}): Promise<ReconcilerProcess> {
    const { kafka, kafka_admin: login, registry_url: registryUrl } = testServers();
    const env = {
      LOG_LEVEL: 'info',
      KAFKA_BROKERS: kafka.brokers.join(','),
      KAFKA_CA_FILE: kafka.ca_file,
      KAFKA_USERNAME: login.username,
      KAFKA_PASSWORD: login.password,
      KAFKA_TOPIC_PREFIX: path.server.prefix,
      KAFKA_CLIENT_GROUP: 'group',
      SCHEMA_REGISTRY_URL: registryUrl,
      DATABASE_URL: path.database.writerUrl,
      REDIS_URL: path.redis.url,
      REDIS_KEY_PREFIX: path.redis.prefix,
      LANE_GRACE: '100ms',
      // Any address of the loopback network will do: nobody else has its port there.
      HTTP_HOST: `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`,
      ...settings,
    };
    const child = spawn(process.execPath, ['--conditions=@tieout/source', program], { env });
    const one = new ReconcilerProcess(child, `http://${env.HTTP_HOST}:8010`);
    await eventually('the process owns every lane', async () => {
      if (child.exitCode !== null) throw new Error(one.#log);
      const lanes = await path.rows('SELECT FROM lanes WHERE owner LIKE $1', [`%/${child.pid}`]);
      return lanes.length === path.partitions;
    });
    return one;
  }

  /** Asks it to stop; resolves once it has ended by itself, with all that it logged. */
  async stop(): Promise<{ readonly exitCode: unknown; readonly log: string }> {
    this.#child.kill('SIGTERM');
    const [exitCode] = await this.#ended;
    return { exitCode, log: this.#log };
  }

  /** What /readyz answers: whether it does its work, and the reason where it does not. */
  async readiness(): Promise<{ readonly ready: boolean; readonly body: string }> {
    const response = await fetch(`${this.#url}/readyz`);
    return { ready: response.ok, body: await response.text() };
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
