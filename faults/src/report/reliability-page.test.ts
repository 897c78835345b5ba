import { expect, test } from 'vitest';
import { withTable } from './reliability-page.ts';
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

const EMPTY = `# Page

<!-- npm run faults: begin -->
<!-- npm run faults: end -->

The rest.
`;

test('the table stands between the markers, in the order of the faults', () => {
  const page = withTable(EMPTY, [row('kill', 0), row('restart', 3)], ['restart', 'kill']);
  const lines = page.split('\n').filter((line) => line.includes('(`'));
  expect(lines[0]).toMatch(
    /^\| What restart does \(`restart`\) +\| +20,000 \| +2 \| +3 \| +0 \| +0 \| +1\.2 s \| +5\.6 s \| one thing; another +\|$/,
  );
  expect(lines[1]).toContain('(`kill`)');
  expect(page.endsWith('<!-- npm run faults: end -->\n\nThe rest.\n')).toBe(true);
});

test('a run of some faults keeps the rows of the others, and drops those that are no more', () => {
  const before = withTable(
    EMPTY,
    [row('gone', 0), row('kill', 0), row('restart', 0)],
    ['gone', 'kill', 'restart'],
  );
  const page = withTable(before, [row('restart', 7)], ['kill', 'restart']);
  expect(page).toContain('(`kill`)');
  expect(page).toMatch(/\(`restart`\) +\| +20,000 \| +2 \| +7 \|/);
  expect(page).not.toContain('gone');
  // Twice the same run changes nothing.
  expect(withTable(page, [row('restart', 7)], ['kill', 'restart'])).toBe(page);
});

test('a page without markers is refused', () => {
  expect(() => withTable('# Page', [], [])).toThrow('lacks');
});
