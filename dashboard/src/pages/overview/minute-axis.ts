import { formatMinute } from '../../format/time.ts';

export interface Tick {
  readonly index: number;
  readonly label: string;
}

const QUARTER_HOUR = /:(00|15|30|45)$/;

/** Where an axis of minutes is labelled: at the quarters of the hour, as the clock in this zone shows them. */
export function ticksOf(minutes: readonly string[], timeZone: string): readonly Tick[] {
  return minutes
    .map((minute, index) => ({ index, label: formatMinute(Date.parse(minute), timeZone) }))
    .filter(({ label }) => QUARTER_HOUR.test(label));
}
