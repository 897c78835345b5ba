import type { SimulationResult } from '../world/simulation.ts';

const VIOLATIONS_SHOWN = 10;
const LINES_SHOWN = 60;

/** A seed that went wrong, for people: what must not be, what happened before it, and how to see it again. */
export function failureText({ seed, violations, trace }: SimulationResult, verbose: boolean): string {
  const lines = trace.lines();
  const shown = verbose ? lines : lines.slice(-LINES_SHOWN);
  const hidden = lines.length - shown.length;
  const more = violations.length - VIOLATIONS_SHOWN;
  return [
    `Seed ${seed}: ${violations.length} violations`,
    ...violations
      .slice(0, VIOLATIONS_SHOWN)
      .map(({ invariant, where, what }) => `  ${invariant}  ${where}: ${what}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    '',
    hidden > 0 ? `The last ${LINES_SHOWN} of ${lines.length} steps (--verbose shows all):` : 'All steps:',
    '  seconds  who, what',
    ...shown,
    '',
    `Again: npm run simulate -- --seeds 1 --seed ${seed} --verbose`,
  ].join('\n');
}
