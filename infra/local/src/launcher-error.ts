/** What stopped the launcher, in words for the person at the keyboard. */
export class LauncherError extends Error {
  /** The one thing to do about it. */
  readonly todo: string | undefined;
  /** The log file of the guilty process; its last lines are shown. */
  readonly log: string | undefined;

  constructor(message: string, details: { todo?: string; log?: string; cause?: unknown } = {}) {
    super(message, { cause: details.cause });
    this.name = 'LauncherError';
    this.todo = details.todo;
    this.log = details.log;
  }
}
