// Proves that core's tests would notice each rule breaking: applies every patch of this folder, one at a time, to a copy of core
// outside the repository, runs core's tests there, and fails unless a test fails for each.
//
//   node packages/core/mutations/run.ts [--only TEXT] [--jobs N]
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Workshop } from './workshop.ts';
import type { TestRun } from './workshop.ts';

interface Mutation {
  readonly name: string;
  readonly patch: string;
  /** The rule it breaks: the patch's first line. */
  readonly breaks: string;
}

function findMutations(only: string): Mutation[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.patch') && file.includes(only))
    .toSorted()
    .map((file) => {
      const patch = join(import.meta.dirname, file);
      const [breaks = ''] = readFileSync(patch, 'utf8').split('\n', 1);
      return { name: file.slice(0, -'.patch'.length), patch, breaks };
    });
}

async function tryMutation(workshop: Workshop, { patch }: Mutation): Promise<TestRun> {
  await workshop.reset();
  if (!(await workshop.apply(patch))) return { verdict: 'broken', detail: 'the patch does not apply' };
  return workshop.test();
}

const WORDS: Readonly<Record<TestRun['verdict'], string>> = {
  failed: 'killed by',
  passed: 'SURVIVED:',
  broken: 'UNUSABLE:',
};

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, jobs: { type: 'string' } } });
  const jobs = Number(values.jobs ?? Math.max(1, Math.floor(availableParallelism() / 2)));
  if (!Number.isInteger(jobs) || jobs < 1) throw new RangeError('--jobs must be a whole number from 1');
  const mutations = findMutations(values.only ?? '');
  if (mutations.length === 0) throw new RangeError(`no mutation is called ${values.only}`);

  const startedAt = Date.now();
  const waiting = mutations.values();
  const escaped: string[] = [];
  let done = 0;

  // Each worker has a copy of its own and takes the next mutation when it has finished one.
  const work = async () => {
    const workshop = await Workshop.open();
    try {
      const untouched = await workshop.test();
      if (untouched.verdict !== 'passed')
        throw new Error(`core's own tests do not pass: ${untouched.detail}`);
      for (const mutation of waiting) {
        const { verdict, detail } = await tryMutation(workshop, mutation);
        done += 1;
        const place = `[${String(done).padStart(String(mutations.length).length)}/${mutations.length}]`;
        console.log(`${place} ${mutation.name}  ${WORDS[verdict]} ${detail}`);
        if (verdict !== 'failed') escaped.push(`${mutation.name}  ${WORDS[verdict]} ${mutation.breaks}`);
      }
    } finally {
      await workshop.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, mutations.length) }, work));

  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
  console.log(
    `\n${mutations.length} mutations, ${mutations.length - escaped.length} killed, ${escaped.length} not, ${seconds} s`,
  );
  for (const line of escaped.toSorted()) console.log(`  ${line}`);
  return escaped.length === 0;
}

process.exitCode = (await main()) ? 0 : 1;
