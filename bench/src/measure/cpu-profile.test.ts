import { expect, test } from 'vitest';
import { stagesOf } from './cpu-profile.ts';

const frame = (functionName: string, url = ''): { functionName: string; url: string } => ({
  functionName,
  url,
});

test('time goes to the stage that asked for it, idle time to none', () => {
  const nodes = [
    { id: 1, callFrame: frame('(root)'), children: [2, 3, 4, 7] },
    { id: 2, callFrame: frame('(idle)') },
    { id: 3, callFrame: frame('(garbage collector)') },
    { id: 4, callFrame: frame('flush', 'file:///r/services/reconciler/src/flush.ts'), children: [5, 8] },
    { id: 5, callFrame: frame('query', 'file:///r/node_modules/pg/lib/client.js'), children: [6] },
    { id: 6, callFrame: frame('writev', 'node:net') },
    { id: 7, callFrame: frame('run', 'node:internal') },
    { id: 8, callFrame: frame('judge', 'file:///r/packages/core/src/verdict/judge.ts') },
  ];
  const samples = [2, 3, 4, 5, 6, 7, 8];
  const timeDeltas = [1_000, 200, 30, 4, 5, 60, 7];
  expect(stagesOf(JSON.stringify({ nodes, samples, timeDeltas }))).toEqual({
    intake: 0,
    decode: 0,
    judge: 7,
    commit: 9,
    cache: 0,
    memory: 200,
    other: 90,
  });
});
