import type { MemoryContent } from '@tieout/store/memory';

/** What a world came across, each with how often. */
export interface Tallies {
  /** Statuses and reasons that verdicts ever had. */
  readonly statuses: ReadonlyMap<string, number>;
  readonly reasons: ReadonlyMap<string, number>;
  /** Why records were refused. */
  readonly codes: ReadonlyMap<string, number>;
  /** What people were answered, and what policies did. */
  readonly answers: ReadonlyMap<string, number>;
}

type Counts = readonly (readonly [name: string, count: number])[];

export function talliesOf(content: MemoryContent): Tallies {
  return {
    statuses: tally(countsOf(content, 'verdict')),
    reasons: tally(countsOf(content, 'reason')),
    codes: tally(content.deadLetters.map(({ code }) => [code, 1])),
    answers: tally(answersOf(content)),
  };
}

function countsOf({ stats }: MemoryContent, wanted: string): Counts {
  return stats.filter(({ measure }) => measure === wanted).map(({ key, count }) => [key, count]);
}

function answersOf({ commands, auditRows }: MemoryContent): Counts {
  const policies = auditRows.filter(({ actor }) => actor.startsWith('system:policy/'));
  const answers = [...commands.values()].flatMap(({ verb, answer }) => {
    if (answer === null) return [];
    const { outcome } = answer;
    return outcome.result === 'refused' ? `refused: ${outcome.code}` : `${verb}: ${outcome.result}`;
  });
  return [...answers.map((name) => [name, 1] as const), ['policy: resolved', policies.length]];
}

function tally(counts: Counts): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}
