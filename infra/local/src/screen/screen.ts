import type { Message } from '../supervisor/messages.ts';

/** Shows a stack coming up. Fed with the supervisor's messages in order. */
export interface Screen {
  show(message: Message): void;
  /** No more messages will come: leaves the terminal as it found it. */
  end(): Promise<void>;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
