/** One step of bringing a stack up. Steps run as soon as those they come after are done, all others at the same time. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly after: readonly string[];
  /** @returns a few words on how it went, such as "already there" */
  run(signal: AbortSignal): Promise<string | undefined>;
}

export interface TaskEvent {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly detail: string | undefined;
  /** How long the step itself took; 0 while it runs. */
  readonly ms: number;
}

/** Runs all tasks; the first failure ends the others, waits for them, and is thrown. */
export async function runTasks(
  tasks: readonly Task[],
  report: (event: TaskEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const failed = new AbortController();
  const both = AbortSignal.any([signal, failed.signal]);
  const running = new Map<string, Promise<void>>();
  for (const task of tasks) {
    const before = task.after.map((id) => {
      const promise = running.get(id);
      if (promise === undefined)
        throw new Error(`task ${task.id} comes after ${id}, which is not planned before it`);
      return promise;
    });
    running.set(task.id, runTask(task, before));
  }
  const results = await Promise.allSettled(running.values());
  signal.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
  // Nothing failed and nothing was aborted, so every result is a success; a task that got past this would be a bug here.
  const rejected = results.find((result) => result.status === 'rejected');
  if (rejected !== undefined) throw rejected.reason;

  async function runTask(task: Task, before: readonly Promise<void>[]): Promise<void> {
    await Promise.all(before);
    both.throwIfAborted();
    const startedAt = performance.now();
    report({ id: task.id, state: 'running', detail: undefined, ms: 0 });
    try {
      const detail = await task.run(both);
      report({ id: task.id, state: 'done', detail, ms: performance.now() - startedAt });
    } catch (error) {
      if (!both.aborted) {
        report({ id: task.id, state: 'failed', detail: undefined, ms: performance.now() - startedAt });
        failed.abort(error);
      }
      throw error;
    }
  }
}
