import { defineConfig } from 'vitest/config';

// Packages are tested from their sources, through the same export condition the services run with.
const conditions = ['@tieout/source', 'module', 'node', 'development'];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: [
            '{schemas,packages/*,services/*,producers,faults,simulator,dashboard,infra/*}/src/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/*.it.test.ts', '**/node_modules/**', '**/dist/**'],
        },
      },
      {
        ...shared,
        test: {
          name: 'integration',
          include: ['{schemas,packages/*,services/*,producers,faults,infra/*}/src/**/*.it.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
