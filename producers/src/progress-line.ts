import type { Progress } from './simulator.ts';

/** Shows how a run goes: one line that is rewritten on a terminal, else a log entry now and then. */
export interface ProgressLine {
  show(progress: Progress): void;
  end(progress: Progress): void;
}

const REDRAW_MS = 100;
const LOG_MS = 10_000;

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export function createProgressLine(
  what: string,
  terminal: Terminal,
  log: (fields: object, message: string) => void,
): ProgressLine {
  let shownAt = -Infinity;
  if (terminal.isTTY === true) {
    return {
      show(progress) {
        if (progress.elapsedMs - shownAt < REDRAW_MS) return;
        shownAt = progress.elapsedMs;
        terminal.write(`\r\u001B[2K${lineOf(what, progress)}`);
      },
      end(progress) {
        terminal.write(`\r\u001B[2K${lineOf(what, { ...progress, waitingMs: null })}\n`);
      },
    };
  }
  return {
    show(progress) {
      if (progress.elapsedMs - shownAt < LOG_MS) return;
      shownAt = progress.elapsedMs;
      log(fieldsOf(progress), `sending ${what}`);
    },
    end(progress) {
      log(fieldsOf({ ...progress, waitingMs: null }), `sent ${what}`);
    },
  };
}

export function lineOf(
  what: string,
  { transactions, events, elapsedMs, waitingMs, trouble }: Progress,
): string {
  const seconds = elapsedMs / 1_000;
  const perSecond = seconds < 0.5 ? '' : ` · ${(events / seconds).toFixed(1)} events/s`;
  const line = `${what}: ${grouped(transactions)} transactions, ${grouped(events)} events in ${seconds.toFixed(1)} s${perSecond}`;
  if (trouble !== null) return `${line} · waiting for Kafka: ${trouble}`;
  if (waitingMs !== null && waitingMs > 0)
    return `${line} · ${Math.ceil(waitingMs / 1_000)} s until the last late event (Ctrl-C leaves them out)`;
  return line;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function fieldsOf({ transactions, events, elapsedMs, waitingMs, wholeBefore, trouble }: Progress): object {
  return {
    transactions,
    events,
    seconds: Math.round(elapsedMs / 1_000),
    wholeBefore,
    ...(waitingMs === null ? {} : { lateEventsInSeconds: Math.ceil(waitingMs / 1_000) }),
    ...(trouble === null ? {} : { trouble }),
  };
}
