const STEPS = [1, 1.5, 2, 3, 5, 7.5, 10] as const;

/** The end of an axis from 0 that holds `value` and that people can read: 1, 10, 15, 20, 30, 50, 75, 100, 150 … */
export function niceCeiling(value: number): number {
  if (value <= 1) return 1;
  if (value <= 10) return 10;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find((candidate) => candidate * power >= value) ?? 10;
  return step * power;
}
