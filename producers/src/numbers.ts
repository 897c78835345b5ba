import { duration } from '@tieout/runtime';
import { UsageError } from './usage-error.ts';

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly example: string;
}

/** A parser of one option's value for commander. */
export function wholeNumber(option: string, bounds: Bounds): (text: string) => number {
  return (text) =>
    checked(option, /^\d+$/.test(text) ? Number(text) : Number.NaN, text, 'a whole number', bounds);
}

export function decimal(option: string, bounds: Bounds): (text: string) => number {
  return (text) =>
    checked(option, /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN, text, 'a number', bounds);
}

/** A parser of a duration as people write it; gives milliseconds. */
export function milliseconds(option: string): (text: string) => number {
  return (text) => {
    const parsed = duration.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new UsageError(`${option} takes a duration, not "${text}". Example: ${option} 60s`);
  };
}

function checked(
  option: string,
  value: number,
  text: string,
  kind: string,
  { least, most, example }: Bounds,
): number {
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `${option} takes ${kind} from ${least} to ${most}, not "${text}". Example: ${option} ${example}`,
  );
}
