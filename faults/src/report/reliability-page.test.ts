import { expect, test } from 'vitest';
import { withRun } from './reliability-page.ts';
import type { Row } from './table.ts';

const row = (name: string, lost: number): Row => ({
  name,
  title: `What ${name} does`,
  transactions: 20_000,
  times: 2,
  lost,
  doubled: 0,
  wrong: 0,
  firstCommitMs: 1_234,
  zeroLagMs: 5_600,
  notes: ['one thing', 'another'],
});

const run = (...rows: readonly Row[]) => ({
  rows,
  seed: 'x',
  startedAt: new Date('2026-11-21T23:59:59Z'),
  minutes: 31,
});

const EMPTY = `# Page

<!-- npm run faults: begin -->
<!-- npm run faults: end -->

The rest.
`;

test('what a run has shown stands between the markers, one line a fault', () => {
  const page = withRun(EMPTY, run(row('restart', 3), row('kill', 0)));
  expect(page).toContain(
    'One run of all, on 2026-11-21, with seed x: 40,000 transactions in 31 minutes.\n\n| fault ',
  );
  const lines = page.split('\n').filter((line) => line.includes('(`'));
  expect(lines[0]).toMatch(
    /^\| What restart does \(`restart`\) +\| +20,000 \| +2 \| +3 \| +0 \| +0 \| +1\.2 s \| +5\.6 s \| one thing; another +\|$/,
  );
  expect(lines[1]).toContain('(`kill`)');
  expect(page.endsWith('|\n\n<!-- npm run faults: end -->\n\nThe rest.\n')).toBe(true);
});

test('nothing of an earlier run is left', () => {
  const before = withRun(EMPTY, run(row('gone', 0), row('kill', 7)));
  expect(withRun(before, run(row('kill', 0)))).toBe(withRun(EMPTY, run(row('kill', 0))));
});

test('a page without markers is refused', () => {
  expect(() => withRun('# Page', run())).toThrow('lacks');
});
