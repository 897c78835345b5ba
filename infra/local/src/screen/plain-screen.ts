import type { Message } from '../supervisor/messages.ts';
import { type Screen, seconds } from './screen.ts';

const STILL_WAITING_EVERY_MS = 10_000;

/** One line an event, with the time since the start; now and then what is being waited for. */
export function plainScreen(
  print: (line: string) => void,
  now: () => number = () => performance.now(),
): Screen {
  const startedAt = now();
  const titles = new Map<string, string>();
  const running = new Map<string, number>();
  const line = (text: string): void => print(`${seconds(now() - startedAt).padStart(8)}  ${text}`);
  const timer = setInterval(() => {
    if (running.size === 0) return;
    const waits = [...running].map(([id, since]) => `${titles.get(id) ?? id} (${seconds(now() - since)})`);
    line(`waiting for ${waits.join(', ')}`);
  }, STILL_WAITING_EVERY_MS);
  return {
    show(message: Message): void {
      switch (message.type) {
        case 'plan':
          for (const task of message.tasks) titles.set(task.id, task.title);
          break;
        case 'task': {
          const title = titles.get(message.id) ?? message.id;
          if (message.state === 'running') running.set(message.id, now());
          else {
            running.delete(message.id);
            const detail = message.detail === undefined ? '' : `: ${message.detail}`;
            line(
              message.state === 'done'
                ? `${title}${detail} (${seconds(message.ms)})`
                : `${title} FAILED after ${seconds(message.ms)}`,
            );
          }
          break;
        }
        case 'note':
          line(message.text);
          break;
        case 'stopped':
          line(`stopped ${message.name}`);
          break;
        case 'ready':
        case 'failed':
          break; // said by the command, in full
      }
    },
    async end(): Promise<void> {
      clearInterval(timer);
    },
  };
}
