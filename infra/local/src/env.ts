import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** Everything the launcher takes from its surroundings, read once. The only file here that looks at process.env. */
export interface Surroundings {
  /** The repository's root folder. */
  readonly repo: string;
  /** State folder of one stack: data, secrets, ports, logs. */
  readonly home: string;
  /** Downloaded and built servers, shared by all stacks of this user. */
  readonly cache: string;
  readonly isRoot: boolean;
  readonly javaHome: string | undefined;
  /** Folders of PATH, in order. */
  readonly searchPath: readonly string[];
  /** Where the business has its days: an IANA time zone. */
  readonly businessZone: string;
  /** Settings of the retention process, where the person set any: without them there is none, and everything is kept. */
  readonly retention: Readonly<Record<string, string>>;
  /** The environment for tools that need the person's own settings (proxies, mirrors): npm, mvn, pip, apt. */
  readonly toolEnvironment: Readonly<Record<string, string>>;
  /**
   * The environment of what the stack runs: nothing of the person's but paths and language, and where Node keeps what V8 made of a source, which
   * halves the time the next start takes.
   */
  readonly processEnvironment: Readonly<Record<string, string>>;
}

const PASSED_ON = new Set(['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ']);

export function surroundings(env: NodeJS.ProcessEnv = process.env): Surroundings {
  const isRoot = userInfo().uid === 0;
  // As root PostgreSQL runs as another user, which must be able to walk into its data folder: never under /root.
  const stateFolder = isRoot ? '/var/lib' : (env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'));
  const cacheFolder = isRoot ? '/var/cache' : (env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'));
  const defined = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const repo = resolve(import.meta.dirname, '../../..');
  return {
    repo,
    home: resolve(env['TIEOUT_HOME'] ?? join(stateFolder, 'tieout')),
    cache: resolve(env['TIEOUT_CACHE'] ?? join(cacheFolder, 'tieout')),
    isRoot,
    javaHome: env['JAVA_HOME'],
    searchPath: (env['PATH'] ?? '').split(':').filter((folder) => folder !== ''),
    businessZone: env['BUSINESS_ZONE'] ?? 'UTC',
    retention: Object.fromEntries(defined.filter(([name]) => name.startsWith('RETENTION_'))),
    toolEnvironment: Object.fromEntries(defined),
    processEnvironment: {
      ...Object.fromEntries(defined.filter(([name]) => PASSED_ON.has(name))),
      NODE_COMPILE_CACHE: join(repo, 'node_modules', '.cache', 'compiled'),
    },
  };
}
