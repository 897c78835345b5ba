/** What is wrong with a document, and where: `policies.WEB.sla_ms`. */
export interface Problem {
  readonly path: string;
  readonly problem: string;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Reads values out of untrusted JSON and collects every problem instead of stopping at the first. */
export class Reader {
  readonly problems: Problem[] = [];

  /** Notes a problem and answers with the fallback, so that reading goes on. */
  refuse<T>(path: string, problem: string, fallback: T): T {
    this.problems.push({ path, problem });
    return fallback;
  }

  /** An object with none but the known fields; an absent one is empty. */
  fields(value: unknown, path: string, known?: readonly string[]): Fields {
    if (value === undefined) return {};
    if (!isFields(value)) return this.refuse(path, 'must be an object', {});
    for (const name of Object.keys(value)) {
      if (known && !known.includes(name))
        this.refuse(join(path, name), `is unknown; known are ${known.join(', ')}`, null);
    }
    return value;
  }

  /** An integer; an absent one is the fallback. */
  integer(value: unknown, path: string, { min, max, fallback }: IntegerRange): number {
    if (value === undefined && fallback !== undefined) return fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    return this.refuse(path, `must be a whole number from ${min} to ${max}`, fallback ?? min);
  }

  /** A non-negative amount as a string of digits that fits 64 bits, so that no JSON parser rounds it; an absent one is the fallback. */
  amount(value: unknown, path: string, fallback: bigint): bigint {
    if (value === undefined) return fallback;
    if (typeof value === 'string' && /^[0-9]{1,19}$/.test(value)) {
      const amount = BigInt(value);
      if (amount <= INT64_MAX) return amount;
    }
    return this.refuse(path, 'must be a string of digits, at most 9223372036854775807', fallback);
  }

  /** A text of `min` to `max` code points without control characters, spaces around it cut off; `lines`: but for tabs and line ends. */
  text(value: unknown, path: string, { min, max, lines = false }: TextRange): string {
    if (typeof value === 'string' && value.isWellFormed()) {
      const text = value.trim();
      const length = Array.from(text).length;
      if (length >= min && length <= max && !(lines ? CONTROL_IN_LINES : CONTROL).test(text)) return text;
    }
    return this.refuse(path, `must be a text of ${min} to ${max} characters without control characters`, '');
  }

  /** A moment as ISO 8601 UTC, ms since 1970. */
  instant(value: unknown, path: string): number {
    if (typeof value === 'string' && INSTANT.test(value)) {
      const ms = Date.parse(value);
      // Date.parse rolls 30 February over to March; writing the result back shows it.
      if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value.slice(0, 19))) return ms;
    }
    return this.refuse(path, 'must be a time in UTC such as 2026-01-31T09:30:00.000Z', 0);
  }
}

interface IntegerRange {
  readonly min: number;
  readonly max: number;
  /** Without one the value is required. */
  readonly fallback?: number;
}

interface TextRange {
  readonly min: number;
  readonly max: number;
  readonly lines?: boolean;
}

const CONTROL = /\p{Cc}/u;
const CONTROL_IN_LINES = /[^\P{Cc}\t\n\r]/u;
const INT64_MAX = 2n ** 63n - 1n;
const INSTANT = /^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,3})?Z$/;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
