import { styleText } from 'node:util';
import { Listr, type ListrTaskWrapper } from 'listr2';
import type { Message } from '../supervisor/messages.ts';
import { type Screen, seconds } from './screen.ts';

interface Line {
  readonly title: string;
  readonly after: readonly string[];
  readonly done: PromiseWithResolvers<void>;
  since: number | undefined;
  isDone: boolean;
  // oxlint-disable-next-line typescript/no-explicit-any -- listr2's own default for its renderer parameters
  shown: ListrTaskWrapper<unknown, any, any> | undefined;
}

/** Every step on a line of its own, with what it waits for or how long it has run. */
export function liveScreen(): Screen {
  const lines = new Map<string, Line>();
  let drawing: Promise<unknown> = Promise.resolve();
  const timer = setInterval(refresh, 200);

  function refresh(): void {
    for (const line of lines.values()) {
      if (line.shown === undefined || line.isDone) continue;
      const waits = line.after
        .map((id) => lines.get(id))
        .filter((before) => before !== undefined && !before.isDone);
      const remark =
        line.since === undefined
          ? `waits for ${waits.map((before) => before?.title).join(', ')}`
          : seconds(performance.now() - line.since);
      line.shown.title = `${line.title} ${styleText('dim', remark)}`;
    }
  }

  function draw(message: Extract<Message, { type: 'plan' }>): void {
    for (const { id, title, after } of message.tasks) {
      lines.set(id, {
        title,
        after,
        done: Promise.withResolvers<void>(),
        since: undefined,
        isDone: false,
        shown: undefined,
      });
    }
    const list = new Listr(
      [...lines.values()].map((line) => ({
        title: line.title,
        task: (_: unknown, task): Promise<void> => {
          line.shown = task;
          return line.done.promise;
        },
      })),
      {
        concurrent: true,
        exitOnError: false,
        registerSignalListeners: false, // Ctrl-C stops the stack in order; the list goes on showing it
        rendererOptions: { showErrorMessage: false, collapseErrors: true },
      },
    );
    drawing = list.run();
  }

  return {
    show(message: Message): void {
      if (message.type === 'plan') draw(message);
      else if (message.type === 'note') console.log(`  ${message.text}`);
      else if (message.type === 'stopped') console.log(`  stopped ${message.name}`);
      else if (message.type === 'task') {
        const line = lines.get(message.id);
        if (line === undefined) return;
        if (message.state === 'running') line.since = performance.now();
        else finish(line, message);
      }
    },
    async end(): Promise<void> {
      clearInterval(timer);
      for (const line of lines.values()) {
        if (line.isDone) continue;
        line.shown?.skip(
          line.since === undefined ? `${line.title}: not started` : `${line.title}: cut short`,
        );
        line.done.resolve();
      }
      await drawing;
    },
  };

  function finish(line: Line, message: Extract<Message, { type: 'task' }>): void {
    line.isDone = true;
    const detail = message.detail === undefined ? '' : ` ${styleText('dim', message.detail)}`;
    if (line.shown !== undefined)
      line.shown.title = `${line.title}${detail} ${styleText('dim', seconds(message.ms))}`;
    if (message.state === 'done') line.done.resolve();
    else line.done.reject(new Error('failed'));
  }
}
