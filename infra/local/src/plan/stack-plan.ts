import { join } from 'node:path';
import { runTool } from '../provision/run-tool.ts';
import type { Keeper } from '../process/keeper.ts';
import type { Part } from '../process/part.ts';
import { apicurio } from '../servers/apicurio.ts';
import { kafka } from '../servers/kafka.ts';
import { keycloak } from '../servers/keycloak.ts';
import { postgres } from '../servers/postgres.ts';
import { redis } from '../servers/redis.ts';
import { api, notifier, reconciler, retention, setupCommand, web } from '../services/services.ts';
import { simulators } from '../services/simulators.ts';
import type { Stack, Tools } from '../stack.ts';
import { provisioning } from './provisioning.ts';
import type { Task } from './tasks.ts';

export interface PlanOptions {
  readonly producers: boolean;
  /** Whether people log in: with servers alone they need not. */
  readonly login: boolean;
  /** The deadline of the first rule set, as the setup job reads it. */
  readonly sla: string;
}

/** Everything that happens between `npm start` and "ready", as steps that run as early as they can. */
export function stackPlan(stack: Stack, options: PlanOptions, keep: (part: Part) => Keeper): Task[] {
  const tools: Tools = {
    java: '',
    postgresBin: '',
    redisServer: '',
    kafkaLibs: '',
    apicurio: '',
    keycloak: '',
  };
  const run = (title: string, part: Part, after: readonly string[]): Task => {
    const keeper = keep(part);
    return {
      id: part.name,
      title,
      after,
      run: async (signal) => {
        await keeper.start(signal);
        return part.port === null ? undefined : `port ${part.port}`;
      },
    };
  };
  const servers = [
    ...provisioning(stack, tools),
    run('PostgreSQL', postgres(stack, tools), ['packages']),
    run('Redis', redis(stack, tools), ['packages']),
    run('Kafka', kafka(stack, tools), ['java', 'get-kafka']),
    run('Apicurio Registry', apicurio(stack, tools), ['java', 'get-apicurio', 'postgres']),
    ...(options.login ? [run('Keycloak', keycloak(stack, tools), ['get-keycloak', 'postgres'])] : []),
  ];
  if (stack.serversOnly) return servers;
  return [
    ...servers,
    buildDashboard(stack),
    setUp(stack, options.sla),
    run('Reconciler', reconciler(stack), ['setup', 'redis']),
    run('Notifier', notifier(stack), ['setup', 'redis']),
    ...(Object.keys(stack.surroundings.retention).length > 0
      ? [run('Retention', retention(stack), ['setup'])]
      : []),
    run('API', api(stack), ['setup', 'redis']),
    // It is ready only when the login behind it is.
    run('Web origin', web(stack), ['dashboard', 'api', 'keycloak']),
    ...(options.producers
      ? simulators(stack).map((part) =>
          run(`Simulator of source ${part.name.replace('simulator-', '')}`, part, ['reconciler']),
        )
      : []),
  ];
}

/** turbo knows the inputs: an unchanged dashboard is taken from its cache. */
function buildDashboard(stack: Stack): Task {
  const { surroundings, home } = stack;
  return {
    id: 'dashboard',
    title: 'Build the dashboard',
    after: [],
    run: async (signal) => {
      const turbo = join(surroundings.repo, 'node_modules/.bin/turbo');
      const args = [
        'run',
        'build',
        '--filter=@tieout/dashboard',
        '--output-logs=new-only',
        '--no-update-notifier',
      ];
      await runTool({ surroundings, home, signal }, 'dashboard-build', [turbo, ...args], {
        env: {
          TURBO_TELEMETRY_DISABLED: '1',
          PATH: [join(surroundings.repo, 'node_modules/.bin'), ...surroundings.searchPath].join(':'),
        },
      });
      return undefined;
    },
  };
}

function setUp(stack: Stack, sla: string): Task {
  const { surroundings, home } = stack;
  return {
    id: 'setup',
    title: 'Database schema, topics, record schemas',
    after: ['postgres', 'kafka', 'apicurio'],
    run: async (signal) => {
      const { file, args, env } = setupCommand(stack, sla);
      const plain = { ...surroundings, toolEnvironment: surroundings.processEnvironment };
      await runTool({ surroundings: plain, home, signal }, 'setup', [file, ...args], {
        ...(env === undefined ? {} : { env: { ...env } }),
        todo: 'npm run logs -- setup',
      });
      return undefined;
    },
  };
}
