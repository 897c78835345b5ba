// What `npm run verify` runs, as a process of its own.
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testServers, type TestDatabase } from '@tieout/testkit';

const program = fileURLToPath(new URL('../../../verifier/src/main.ts', import.meta.url));

interface Verified {
  readonly exitCode: number;
  /** Code and place of each finding. */
  readonly findings: readonly string[];
  /** All that it printed. */
  readonly text: string;
}

/** Verifies one database, with a key and checkpoints of its own. */
export class VerifierProgram {
  readonly #database: TestDatabase;
  readonly #folder: string;
  readonly #key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

  private constructor(database: TestDatabase, folder: string) {
    this.#database = database;
    this.#folder = folder;
  }

  static async open(database: TestDatabase): Promise<VerifierProgram> {
    return new VerifierProgram(database, await mkdtemp(join(tmpdir(), 'tieout-checkpoints-')));
  }

  run(...options: readonly string[]): Promise<Verified> {
    const args = ['--conditions=@tieout/source', program, '--json', ...options];
    const env = {
      DATABASE_URL: this.#database.verifierUrl,
      SCHEMA_REGISTRY_URL: testServers().registry_url,
      CHECKPOINT_KEY: String(this.#key),
      CHECKPOINT_FOLDER: this.#folder,
    };
    return new Promise((resolve) => {
      execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
        const exitCode = typeof error?.code === 'number' ? error.code : 0;
        resolve({ exitCode, findings: findingsIn(stdout), text: stdout + stderr });
      });
    });
  }

  close(): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }
}

function findingsIn(stdout: string): string[] {
  if (!stdout.startsWith('{')) return [];
  const { findings }: { findings: Record<'code' | 'chain' | 'seq' | 'place', string | null>[] } =
    JSON.parse(stdout);
  return findings.map(({ code, chain, seq, place }) =>
    [code, chain, seq, place].filter((part) => part !== null).join(' '),
  );
}
