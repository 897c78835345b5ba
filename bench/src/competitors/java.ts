import type { Command, JavaProgram } from '@tieout/local';
import { ensureJavaProgram } from '@tieout/local';
import { type Ground, SLA_MS } from '../stage/ground.ts';

/**
 * The JVM of both peers. The parallel collector gives the most throughput on two cores, the heap holds their batches and open transactions with
 * room to spare: less of it makes them slower, more of it only larger.
 */
const JVM = ['-Xms512m', '-Xmx512m', '-XX:+UseParallelGC', '-XX:+AlwaysPreTouch'];

const built = new Map<string, Promise<JavaProgram>>();

/** How to run one of the peers in `bench/java`; builds them at the first call. */
export async function javaCommand(
  { stack, signal, kafkaEnvironment }: Ground,
  mainClass: string,
  env: Readonly<Record<string, string>>,
): Promise<Command> {
  const { surroundings, home } = stack;
  const key = surroundings.repo;
  const building = built.get(key) ?? ensureJavaProgram({ surroundings, home, signal }, 'bench/java');
  built.set(key, building);
  const { java, classPath } = await building;
  return {
    file: java,
    args: [
      ...JVM,
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      '-cp',
      classPath,
      `tieout.bench.${mainClass}`,
    ],
    cwd: home.folder,
    env: { ...kafkaEnvironment, SLA_MS: String(SLA_MS), ...env },
  };
}
