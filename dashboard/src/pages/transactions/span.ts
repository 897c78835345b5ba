const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SPAN = /^([1-9]\d{0,4})([smhd])$/;

/** Milliseconds of a length of time as people write it, "90s", "15m", "1h", "2d"; null where it is none. */
export function spanOf(text: string): number | null {
  const [, count, unit] = SPAN.exec(text) ?? [];
  return count === undefined || !isUnit(unit) ? null : Number(count) * UNITS[unit];
}

function isUnit(unit: string | undefined): unit is keyof typeof UNITS {
  return unit !== undefined && Object.hasOwn(UNITS, unit);
}
