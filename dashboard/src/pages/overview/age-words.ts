const UNITS = [
  { ms: 86_400_000, short: 'd', long: 'd' },
  { ms: 3_600_000, short: 'h', long: 'h' },
  { ms: 60_000, short: 'm', long: 'min' },
] as const;

function partsOf(ms: number) {
  const unit = UNITS.find((one) => ms % one.ms === 0) ?? UNITS[2];
  return { count: ms / unit.ms, unit };
}

/** As a filter writes it: "15m", "4h", "3d". Whole minutes only. */
export function ageText(ms: number): string {
  const { count, unit } = partsOf(ms);
  return `${count}${unit.short}`;
}

/** "under 15 min", "15 min – 1 h", "over 3 d". */
export function ageWords(from: number, to: number | null): string {
  if (from === 0 && to !== null) return `under ${words(to)}`;
  return to === null ? `over ${words(from)}` : `${words(from)} – ${words(to)}`;
}

function words(ms: number): string {
  const { count, unit } = partsOf(ms);
  return `${count} ${unit.long}`;
}
