import { z } from 'zod';

/** The parts of a flush, and what is none of them. */
export const STAGES = ['intake', 'decode', 'judge', 'commit', 'cache', 'memory', 'other'] as const;
export type Stage = (typeof STAGES)[number];

/** What `--cpu-prof` writes, as far as it is looked at (Chrome DevTools protocol, Profiler.Profile). */
const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.int(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.int()).optional(),
    }),
  ),
  samples: z.array(z.int()),
  /** µs since the sample before. */
  timeDeltas: z.array(z.number()),
});

/** Where work is done, by the file of the innermost frame that belongs to a stage: what a stage calls (a library, Node itself) is its cost. */
const PLACES: readonly (readonly [RegExp, Stage])[] = [
  [/kafkajs|\/kafka\/consumer|reconciler\/src\/intake|packed-records/, 'intake'],
  [/avsc|\/kafka\/(codec|wire-check|avro-types)|\/sources\/|reconciler\/src\/records/, 'decode'],
  [/packages\/core\/|reconciler\/src\/(bench|judgement|docket|hearing)/, 'judge'],
  [/ioredis|redis-parser|store\/src\/redis\/|lane-cache/, 'cache'],
  [/\/pg\/|pg-protocol|pg-copy|pg-pool|store\/src\/|flush-record|flush-writing/, 'commit'],
];

/** Microseconds of processor time by stage. @throws ZodError where it is no profile */
export function stagesOf(text: string): Record<Stage, number> {
  const { nodes, samples, timeDeltas } = profileSchema.parse(JSON.parse(text));
  const parents = new Map<number, number>();
  for (const { id, children = [] } of nodes) for (const child of children) parents.set(child, id);
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const known = new Map<number, Stage | 'idle'>();

  function stageOf(id: number): Stage | 'idle' {
    const found = known.get(id);
    if (found !== undefined) return found;
    const frame = frames.get(id);
    const parent = parents.get(id);
    let stage: Stage | 'idle';
    if (frame?.functionName === '(idle)') stage = 'idle';
    else if (frame?.functionName === '(garbage collector)') stage = 'memory';
    else {
      stage =
        PLACES.find(([place]) => place.test(frame?.url ?? ''))?.[1] ??
        (parent === undefined ? 'other' : stageOf(parent));
    }
    known.set(id, stage);
    return stage;
  }

  const sums: Record<Stage, number> = {
    intake: 0,
    decode: 0,
    judge: 0,
    commit: 0,
    cache: 0,
    memory: 0,
    other: 0,
  };
  for (const [index, sample] of samples.entries()) {
    const stage = stageOf(sample);
    if (stage !== 'idle') sums[stage] += timeDeltas[index] ?? 0;
  }
  return sums;
}
