import { INVARIANTS, type Violation } from '../auditor/evidence.ts';
import type { SimulationResult } from '../world/simulation.ts';

const SUBJECTS_SHOWN = 3;
const PROBLEMS_SHOWN = 6;
const STORY_LINES = 40;
const FAULTS_SHOWN = 20;
const LINES_SHOWN = 30;

/** A seed that went wrong, for people: what must not be, what happened to the first it happened to, what went wrong before, and how to see it again. */
export function failureText({ seed, world, violations, trace }: SimulationResult, verbose: boolean): string {
  const lines = trace.lines();
  const [first] = violations;
  const subject = first === undefined ? '' : subjectOf(first);
  const story = lines.filter((line) => mentions(line, subject));
  const faults = lines.filter((line) => line.includes(' FAULT '));
  const sections = [
    `Seed ${seed}: ${violations.length} violations; ${world}`,
    ...[...Map.groupBy(violations, ({ invariant }) => invariant)].map(([invariant, broken]) =>
      [`${invariant}: ${INVARIANTS[invariant]}. Not so:`, ...subjectLines(broken)].join('\n'),
    ),
    part(`What ${subject} went through`, story, STORY_LINES),
    part('What went wrong around it', faults, FAULTS_SHOWN),
    part('Every step', lines, verbose ? lines.length : LINES_SHOWN),
    `Again, with every step: ${commandFor(seed)}`,
  ];
  return sections.join('\n\n');
}

export function commandFor(seed: number): string {
  return `npm run simulate -- --seeds 1 --seed ${seed} --verbose`;
}

function subjectLines(violations: readonly Violation[]): string[] {
  const bySubject = [...Map.groupBy(violations, ({ where }) => where)];
  const lines: string[] = [];
  for (const [where, problems] of bySubject.slice(0, SUBJECTS_SHOWN)) {
    lines.push(`  ${where}`);
    for (const { what } of problems.slice(0, PROBLEMS_SHOWN)) lines.push(`    ${what}`);
    lines.push(...more(problems.length - PROBLEMS_SHOWN, '    '));
  }
  return [...lines, ...more(bySubject.length - SUBJECTS_SHOWN, '  ')];
}

function more(hidden: number, indent: string): string[] {
  return hidden > 0 ? [`${indent}… and ${hidden} more`] : [];
}

/** The last of these lines. */
function part(title: string, lines: readonly string[], most: number): string {
  const hidden = Math.max(0, lines.length - most);
  const which = hidden > 0 ? ` (the last ${most} of ${lines.length})` : '';
  const shown = lines.length === 0 ? ['  nothing'] : ['  seconds  who, what', ...lines.slice(hidden)];
  return [`${title}${which}:`, ...shown].join('\n');
}

/** What a violation is about, as the trace names it: a transaction, a partition, else a lane. */
function subjectOf({ where, what }: Violation): string {
  const names = [/\b[A-Z]-[\w-]+/, /\w+_txns\[\d+\]/, /lane \d+/];
  const found = names.flatMap((name) => name.exec(where)?.[0] ?? name.exec(what)?.[0] ?? []);
  return found[0] ?? where;
}

/** Not as the beginning of a longer name. */
function mentions(line: string, subject: string): boolean {
  const at = line.indexOf(subject);
  return at !== -1 && !/[\w-]/.test(line.charAt(at + subject.length));
}
