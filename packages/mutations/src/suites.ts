import { join } from 'node:path';
import { simulatedWorlds, unitTests, type Check } from './check.ts';
import { REPO } from './workshop.ts';

/** A folder of patches, what they are applied to, and who must notice. */
export interface Suite {
  readonly patches: string;
  /** Folders from the repository's root. */
  readonly packages: readonly string[];
  /** Asked in this order; the first that notices is named. */
  readonly checks: readonly Check[];
  /** Tells who noticed what, between markers that name the command; null where nobody reads that. */
  readonly page: string | null;
}

const CORE_LIMIT_MS = 120_000;
const ENGINE_LIMIT_MS = 300_000;
/** A bug of the engine that so many worlds do not show is left to the tests. */
const SEEDS = 60;

export const SUITES = {
  core: {
    patches: join(REPO, 'packages/core/mutations'),
    packages: ['packages/core'],
    checks: [unitTests(['packages/core'], CORE_LIMIT_MS)],
    page: null,
  },
  engine: {
    patches: join(REPO, 'simulator/mutants'),
    packages: [
      'schemas',
      'packages/core',
      'packages/runtime',
      'packages/sources',
      'packages/store',
      'packages/testkit',
      'producers',
      'services/reconciler',
      'simulator',
    ],
    checks: [
      simulatedWorlds(SEEDS, ENGINE_LIMIT_MS),
      unitTests(['packages/store', 'services/reconciler', 'packages/sources'], ENGINE_LIMIT_MS),
    ],
    page: join(REPO, 'docs/RELIABILITY.md'),
  },
} as const satisfies Record<string, Suite>;

export type SuiteName = keyof typeof SUITES;
