import type { KeyObject } from 'node:crypto';
import { open, readFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../finding.ts';
import { lineHash, openCheckpoint, type Checkpoint } from './checkpoint.ts';

export interface KeptCheckpoints {
  /** Oldest first; only those whose signature holds. */
  readonly checkpoints: readonly Checkpoint[];
  /** The next number, and what it has to name as the line before. */
  readonly next: Pick<Checkpoint, 'number' | 'previous'>;
  readonly findings: readonly Finding[];
}

/** One file a day, named after it, so that copying them elsewhere needs no more than a look at the newest. */
const FILE = /^\d{4}-\d\d-\d\d\.jsonl$/;

/** Reads all checkpoints of a folder. Each line names the one before by its hash: one that was taken out is missed. */
export async function readCheckpoints(folder: string, publicKey: KeyObject): Promise<KeptCheckpoints> {
  const checkpoints: Checkpoint[] = [];
  const findings: Finding[] = [];
  let next: KeptCheckpoints['next'] = { number: 1, previous: null };
  const names = (await readdir(folder)).filter((name) => FILE.test(name)).toSorted();
  for (const name of names) {
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n').filter((line) => line !== '');
    for (const [index, line] of lines.entries()) {
      const forged = (problem: string, expected: string | null, found: string | null): Finding => ({
        code: 'CHECKPOINT_FORGED',
        chain: null,
        seq: null,
        place: `${join(folder, name)}, line ${index + 1}`,
        problem,
        expected,
        found,
      });
      const opened = openCheckpoint(line, publicKey);
      if ('problem' in opened) {
        findings.push(forged(opened.problem, null, null));
        next = { number: next.number + 1, previous: lineHash(line) };
        continue;
      }
      const { number, previous } = opened.checkpoint;
      if (number !== next.number || previous !== next.previous)
        findings.push(
          forged(
            'the line before it is not the one it was made after',
            `checkpoint ${next.number} after ${next.previous}`,
            `checkpoint ${number} after ${previous}`,
          ),
        );
      checkpoints.push(opened.checkpoint);
      next = { number: number + 1, previous: lineHash(line) };
    }
  }
  return { checkpoints, next, findings };
}

/** Appends a line, whole or not at all. Returns the file. */
export async function keepCheckpoint(folder: string, madeAt: string, line: string): Promise<string> {
  const path = join(folder, `${madeAt.slice(0, 10)}.jsonl`);
  const before = await readIfThere(path);
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o644);
  try {
    await file.writeFile(`${before}${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return path;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
