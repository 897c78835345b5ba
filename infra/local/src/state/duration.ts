import { LauncherError } from '../launcher-error.ts';

/** Checks a duration as people write it (5s, 60s, 15m, 2h) and gives it back: the setup job reads the same form. */
export function checkedDuration(text: string): string {
  const amount = /^(\d{1,9})(?:ms|s|m|h|d)$/.exec(text)?.[1];
  if (amount === undefined || Number(amount) === 0) {
    throw new LauncherError(`"${text}" is not a duration.`, {
      todo: 'Write a whole number and a unit, such as 5s, 60s, 15m or 2h.',
    });
  }
  return text;
}
