import { defineConfig } from 'vitest/config';

// Packages are tested from their sources, through the same export condition the services run with.
const conditions = ['@tieout/source', 'module', 'node', 'development'];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

// How long something may take that is waited for by its condition: a machine that is busy with other things is slow, not broken.
const PATIENCE_MS = 120_000;
const patience = {
  testTimeout: PATIENCE_MS,
  hookTimeout: PATIENCE_MS,
  expect: { poll: { timeout: PATIENCE_MS / 2 } },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          ...patience,
          name: 'unit',
          include: [
            '{schemas,packages/*,services/*,producers,faults,bench,simulator,dashboard,infra/*}/src/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/*.it.test.ts', '**/node_modules/**', '**/dist/**'],
        },
      },
      {
        ...shared,
        test: {
          ...patience,
          name: 'integration',
          include: ['{schemas,packages/*,services/*,producers,faults,bench,infra/*}/src/**/*.it.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          maxWorkers: 2,
        },
      },
    ],
  },
});
