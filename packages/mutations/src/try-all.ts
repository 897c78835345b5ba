import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckRun } from './check.ts';
import type { Suite } from './suites.ts';
import { Workshop } from './workshop.ts';

export interface Mutation {
  readonly name: string;
  readonly patch: string;
  /** What it breaks: the patch's first line. */
  readonly breaks: string;
}

export interface Trial extends CheckRun {
  readonly mutation: Mutation;
  /** Who noticed; null where nobody did. */
  readonly noticedBy: string | null;
}

/** @param only those whose name contains this */
export function mutationsOf({ patches }: Suite, only: string): Mutation[] {
  return readdirSync(patches)
    .filter((file) => file.endsWith('.patch') && file.includes(only))
    .toSorted()
    .map((file) => {
      const patch = join(patches, file);
      const [breaks = ''] = readFileSync(patch, 'utf8').split('\n', 1);
      return { name: file.slice(0, -'.patch'.length), patch, breaks };
    });
}

/** Applies each mutation, one at a time, to a copy of the sources and asks the checks. Each of `jobs` workers has a copy of its own. */
export async function tryAll(
  suite: Suite,
  mutations: readonly Mutation[],
  jobs: number,
  onTrial: (trial: Trial) => void,
): Promise<void> {
  const waiting = mutations.values();
  const work = async (): Promise<void> => {
    const workshop = await Workshop.open(suite.packages);
    try {
      for (const check of suite.checks) {
        const untouched = await check.run(workshop);
        if (untouched.verdict !== 'passed')
          throw new Error(`${check.name} does not pass on untouched sources: ${untouched.detail}`);
      }
      for (const mutation of waiting) onTrial(await tryOne(workshop, suite, mutation));
    } finally {
      await workshop.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, mutations.length) }, work));
}

async function tryOne(workshop: Workshop, { checks }: Suite, mutation: Mutation): Promise<Trial> {
  await workshop.reset();
  if (!(await workshop.apply(mutation.patch)))
    return { ...UNNOTICED, mutation, verdict: 'broken', detail: 'the patch does not apply' };
  for (const check of checks) {
    const run = await check.run(workshop);
    if (run.verdict !== 'passed')
      return { mutation, noticedBy: run.verdict === 'failed' ? check.name : null, ...run };
  }
  return { ...UNNOTICED, mutation, verdict: 'passed', detail: 'nothing failed' };
}

const UNNOTICED = { noticedBy: null, caughtBy: null };
