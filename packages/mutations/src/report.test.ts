import { expect, test } from 'vitest';
import { withTrials } from './report.ts';
import type { Trial } from './try-all.ts';

const PAGE = `# Page

<!-- try: begin -->
<!-- try: end -->

The rest.
`;

const trial = (name: string, caughtBy: string | null): Trial => ({
  mutation: { name, patch: '', breaks: `Breaks: ${name} holds.` },
  noticedBy: 'tests',
  caughtBy,
  verdict: 'failed',
  detail: '',
});

test('each bug is told with who caught it, in the order of the bugs', () => {
  const page = withTrials(
    PAGE,
    'try',
    [trial('02-b', 'test: a | b'), trial('01-a', 'I2 at seed 3')],
    ['01-a', '02-b'],
  );
  expect(page).toBe(`# Page

<!-- try: begin -->

| bug    | what holds without it | caught by    |
| ------ | --------------------- | ------------ |
| \`01-a\` | 01-a holds.           | I2 at seed 3 |
| \`02-b\` | 02-b holds.           | test: a \\| b |

<!-- try: end -->

The rest.
`);
});

test('a run of some keeps the rows of the others, and drops bugs that are no more', () => {
  const before = withTrials(PAGE, 'try', [trial('01-a', 'a | c'), trial('03-c', 'x')], ['01-a', '03-c']);
  const page = withTrials(before, 'try', [trial('02-b', null)], ['01-a', '02-b']);
  expect(page).toContain('| a \\| c ');
  expect(page).toContain('| nobody ');
  expect(page).not.toContain('03-c');
});

test('a page without markers is refused', () => {
  expect(() => withTrials('# Page', 'try', [], [])).toThrow('lacks');
});
