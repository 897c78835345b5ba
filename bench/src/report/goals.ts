import type { Figures } from '../measure/figures.ts';
import { BOUNDS } from './bounds.ts';
import { median } from '../measure/statistics.ts';
import type { Outcome } from '../run.ts';

/** A ratio that must hold, and where to stop only with the limit shown. */
interface Goal {
  readonly title: string;
  readonly ours: string;
  readonly theirs: string;
  readonly value: (figures: Figures) => number;
  readonly kind: 'at least' | 'at most';
  readonly goal: number;
  readonly aim: number;
}

const rate = ({ eventsPerSecond }: Figures): number => eventsPerSecond;

const GOALS: readonly Goal[] = [
  {
    title: 'throughput ÷ Java with batched JDBC',
    ours: 'tieout',
    theirs: 'jdbc',
    value: rate,
    kind: 'at least',
    goal: 1.2,
    aim: 1.75,
  },
  {
    title: 'throughput ÷ naive Node build',
    ours: 'tieout',
    theirs: 'naive',
    value: rate,
    kind: 'at least',
    goal: 28,
    aim: 41,
  },
  {
    title: 'throughput ÷ Kafka Streams to a topic',
    ours: 'tieout',
    theirs: 'streams',
    value: rate,
    kind: 'at least',
    goal: 0.8,
    aim: 1.1,
  },
  {
    title: 'throughput ÷ F4 on two connections',
    ours: 'tieout',
    theirs: 'f4-2',
    value: rate,
    kind: 'at least',
    goal: 0.37,
    aim: 0.53,
  },
  {
    title: 'throughput of two processes ÷ one, on the same processors',
    ours: 'tieout-2',
    theirs: 'tieout',
    value: rate,
    kind: 'at least',
    goal: 0.9,
    aim: 1,
  },
  {
    title: 'throughput with TLS and SCRAM ÷ without, between the reconciler and Kafka',
    ours: 'tieout',
    theirs: 'tieout-bare',
    value: rate,
    kind: 'at least',
    goal: 0.85,
    aim: 0.92,
  },
  {
    title: 'processor seconds per million events, all processes, ÷ Java with batched JDBC',
    ours: 'tieout',
    theirs: 'jdbc',
    value: ({ cpuPerMillion }) => cpuPerMillion.all,
    kind: 'at most',
    goal: 0.8,
    aim: 0.57,
  },
  {
    title: 'peak RSS ÷ Java with batched JDBC',
    ours: 'tieout',
    theirs: 'jdbc',
    value: ({ peakRssBytes }) => peakRssBytes,
    kind: 'at most',
    goal: 0.5,
    aim: 0.35,
  },
];

/** A ratio of medians of one run, or a median that is held against a bound of its own. */
export interface Ratio {
  readonly title: string;
  readonly ratio: number;
  /** The same within each round; none where some round has no figure of one of the two. A machine whose pace changes shows in the difference. */
  readonly rounds: readonly number[];
  readonly kind: Goal['kind'];
  readonly goal: number;
  readonly aim: number;
  readonly reached: 'aim' | 'goal' | 'neither';
}

/** Those that were measured. */
function boundsOf(scenarios: Outcome['scenarios']): Ratio[] {
  const valuesOf = (what: string): number[] =>
    scenarios
      .flatMap(({ figures }) => figures.flat())
      .filter((one) => one.what === what)
      .map(({ value }) => value);
  return BOUNDS.flatMap(({ title, what, over, kind = 'at most', goal, aim }): Ratio[] => {
    const mine = valuesOf(what);
    const theirs = over === undefined ? mine.map(() => 1) : valuesOf(over);
    return ratioOf(mine, theirs, { title, kind, goal, aim });
  });
}

/** None where one of the two was not measured. */
function ratioOf(
  mine: readonly number[],
  theirs: readonly number[],
  bound: Pick<Ratio, 'title' | 'kind' | 'goal' | 'aim'>,
): Ratio[] {
  if (mine.length === 0 || theirs.length === 0) return [];
  const ratio = median(mine) / median(theirs);
  const rounds =
    mine.length === theirs.length ? mine.map((one, round) => one / (theirs[round] ?? Number.NaN)) : [];
  return [{ ...bound, ratio, rounds, reached: reachedBy(ratio, bound) }];
}

function reachedBy(
  ratio: number,
  { kind, goal, aim }: Pick<Ratio, 'kind' | 'goal' | 'aim'>,
): Ratio['reached'] {
  const holds = (bound: number): boolean => (kind === 'at least' ? ratio >= bound : ratio <= bound);
  return holds(aim) ? 'aim' : holds(goal) ? 'goal' : 'neither';
}

/** Those of which both sides were measured. */
export function ratiosOf({ results, scenarios }: Pick<Outcome, 'results' | 'scenarios'>): Ratio[] {
  const ratios = GOALS.flatMap(({ title, ours, theirs, value, kind, goal, aim }): Ratio[] => {
    const of = (name: string): number[] =>
      (results.find(({ entry }) => entry.name === name)?.figures ?? []).map(value);
    return ratioOf(of(ours), of(theirs), { title, kind, goal, aim });
  });
  return [...ratios, ...boundsOf(scenarios)];
}
