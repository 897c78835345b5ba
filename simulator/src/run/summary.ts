import { ACTION_REFUSALS, DEAD_LETTER_CODES, REASONS, VERBS, VERDICT_STATUSES } from '@tieout/core';
import { FAULT_KINDS } from '../faults/kinds.ts';
import { STEPS } from '../faults/steps.ts';
import type { SimulationResult } from '../world/simulation.ts';

const ANSWERS = [
  ...VERBS.map((verb) => `${verb}: applied`),
  'policy: resolved',
  'redrive: accepted',
  'redrive: published',
  'refused: ALREADY_REDRIVEN',
  'refused: NOT_FOUND',
  ...ACTION_REFUSALS.map((code) => `refused: ${code}`),
];
/** Over so many seeds everything must have come up. */
const SEEDS_ENOUGH = 200;
const TRANSACTIONS_MIN = 300;
const FAULTS_MIN = 5;

/** What a run over many seeds came across. */
export class Summary {
  #seeds = 0;
  #transactions = 0;
  #virtualMs = 0;
  readonly failed: number[] = [];
  /** Seeds that were too easy to prove anything. */
  readonly #easy: number[] = [];
  readonly #sections = {
    faults: new Section('Faults', FAULT_KINDS),
    kills: new Section('Kills at a step', STEPS),
    statuses: new Section('Statuses', VERDICT_STATUSES),
    reasons: new Section('Reasons', REASONS),
    codes: new Section('Dead letters', DEAD_LETTER_CODES),
    answers: new Section('Answers to people, and policies', ANSWERS),
  };

  add({ seed, violations, transactions, virtualMs, ...counts }: SimulationResult): void {
    this.#seeds++;
    this.#transactions += transactions;
    this.#virtualMs += virtualMs;
    if (violations.length > 0) this.failed.push(seed);
    const faults = [...counts.faults.values()].reduce((sum, count) => sum + count, 0);
    if (transactions < TRANSACTIONS_MIN || faults < FAULTS_MIN) this.#easy.push(seed);
    this.#sections.faults.add(counts.faults);
    this.#sections.kills.add(counts.endedAt);
    this.#sections.statuses.add(counts.statuses);
    this.#sections.reasons.add(counts.reasons);
    this.#sections.codes.add(counts.codes);
    this.#sections.answers.add(counts.answers);
  }

  get seeds(): number {
    return this.#seeds;
  }

  get text(): string {
    const { failed } = this;
    const hours = (this.#virtualMs / 3_600_000).toFixed(1);
    return [
      ...Object.values(this.#sections).map((section) => section.text),
      `${this.#seeds} seeds, ${this.#transactions.toLocaleString('en-US')} transactions, ${hours} h of virtual time, ${failed.length} seeds with violations`,
      ...this.problems,
    ].join('\n\n');
  }

  /** Why the run proves too little, besides violations. */
  get problems(): string[] {
    const problems: string[] = [];
    if (this.#easy.length > 0)
      problems.push(
        `Too easy (fewer than ${TRANSACTIONS_MIN} transactions or ${FAULTS_MIN} faults): seeds ${this.#easy.join(', ')}`,
      );
    if (this.#seeds < SEEDS_ENOUGH) return problems;
    for (const { title, absent } of Object.values(this.#sections))
      if (absent.length > 0) problems.push(`${title} that never came up: ${absent.join(', ')}`);
    return problems;
  }
}

class Section {
  readonly title: string;
  readonly #counts: Map<string, number>;

  /** @param names all that must come up */
  constructor(title: string, names: readonly string[]) {
    this.title = title;
    this.#counts = new Map(names.map((name) => [name, 0]));
  }

  add(counts: ReadonlyMap<string, number>): void {
    for (const [name, count] of counts) this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  get absent(): string[] {
    return [...this.#counts].filter(([, count]) => count === 0).map(([name]) => name);
  }

  get text(): string {
    const rows = [...this.#counts].map(([name, count]) => `${String(count).padStart(9)}  ${name}`);
    return [this.title, ...rows].join('\n');
  }
}
