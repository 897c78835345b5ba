import { defineConfig } from '@playwright/test';
import { chromiumPath } from './src/env.ts';
import { stack } from './src/stack.ts';

export default defineConfig({
  testDir: './src',
  projects: [
    { name: 'pages', testMatch: '**/*.spec.ts' },
    // Take servers away, after everything else; those that take a minute to come back: npm run test:outages.
    { name: 'outages', testMatch: '**/*.outage.ts' },
    { name: 'long-outages', testMatch: '**/*.long-outage.ts' },
    // Every page in every theme and density: npm run test:full.
    { name: 'looks', testMatch: '**/*.full.ts' },
    // Measures pages: npm run bench:pages.
    { name: 'bench', testMatch: '**/*.bench.ts' },
    // Draws docs/screens: npm run screens.
    { name: 'screens', testMatch: '**/*.screens.ts' },
  ],
  outputDir: './test-results',
  // One stack, one set of demo users: files one after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // A busy machine is slow, not broken: producing one event starts a process of its own.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    baseURL: stack().dashboard_url,
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Asia/Kolkata',
    locale: 'en-IN',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      // The distribution's Chromium: Playwright's own download is never needed.
      executablePath: chromiumPath(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
