import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runTasks, type Task, type TaskEvent } from './tasks.ts';

function task(id: string, after: string[], run: Task['run'] = async () => undefined): Task {
  return { id, title: id, after, run };
}

const never = new AbortController().signal;

test('a task starts when those before it are done, the rest at once', async () => {
  const events: string[] = [];
  const report = ({ id, state }: TaskEvent): void => void events.push(`${id} ${state}`);
  const gate = Promise.withResolvers<undefined>();
  const tasks = [
    task('a', [], () => gate.promise),
    task('b', [], async () => {
      gate.resolve(undefined);
      return undefined;
    }),
    task('c', ['a', 'b']),
  ];
  await runTasks(tasks, report, never);
  expect(events.slice(0, 2)).toEqual(['a running', 'b running']);
  expect(events.slice(-2)).toEqual(['c running', 'c done']);
});

test('the first failure ends the others, starts nothing more, and is what is thrown', async () => {
  const events: string[] = [];
  const report = ({ id, state }: TaskEvent): void => void events.push(`${id} ${state}`);
  const tasks = [
    task('slow', [], async (signal) => {
      await sleep(60_000, undefined, { signal });
      return undefined;
    }),
    task('broken', [], async () => {
      throw new Error('no disk');
    }),
    task('later', ['broken']),
  ];
  await expect(runTasks(tasks, report, never)).rejects.toThrow('no disk');
  expect(events).toEqual(['slow running', 'broken running', 'broken failed']);
});

test('an interruption is not reported as a failure of whatever ran at that moment', async () => {
  const states: string[] = [];
  const end = new AbortController();
  const run = runTasks(
    [
      task('slow', [], async (signal) => {
        end.abort();
        await sleep(60_000, undefined, { signal });
        return undefined;
      }),
    ],
    ({ state }) => void states.push(state),
    end.signal,
  );
  await expect(run).rejects.toThrow('aborted');
  expect(states).toEqual(['running']);
});
