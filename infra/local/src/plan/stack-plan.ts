import type { Keeper } from '../process/keeper.ts';
import type { Part } from '../process/part.ts';
import { apicurio } from '../servers/apicurio.ts';
import { kafka } from '../servers/kafka.ts';
import { keycloak } from '../servers/keycloak.ts';
import { postgres } from '../servers/postgres.ts';
import { redis } from '../servers/redis.ts';
import type { Stack, Tools } from '../stack.ts';
import { provisioning } from './provisioning.ts';
import type { Task } from './tasks.ts';

/** Everything that happens between `npm start` and "ready", as steps that run as early as they can. */
export function stackPlan(stack: Stack, keep: (part: Part) => Keeper): Task[] {
  const tools: Tools = { java: '', postgresBin: '', redisServer: '', kafkaLibs: '', apicurio: '', keycloak: '' };
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
  return [
    ...provisioning(stack, tools),
    run('PostgreSQL', postgres(stack, tools), ['packages']),
    run('Redis', redis(stack, tools), ['packages']),
    run('Kafka', kafka(stack, tools), ['java', 'get-kafka']),
    run('Apicurio Registry', apicurio(stack, tools), ['java', 'get-apicurio', 'postgres']),
    run('Keycloak', keycloak(stack, tools), ['get-keycloak', 'postgres']),
  ];
}
