const SHAPE =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;
const OFFSET_MINUTES_MAX = 18 * 60;

/**
 * The instant of `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)` in ms UTC, the fraction cut (not rounded) at milliseconds; undefined where the text is
 * anything else. Stricter than `Date.parse`, which takes 24:00, other shapes and, in places, dates that do not exist.
 */
export function parseClientTime(text: string): number | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second,
    fraction = '',
    sign,
    offsetHours = '0',
    offsetMinutes = '0',
  ] = match;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number);
  if (y === undefined || mo === undefined || d === undefined || h === undefined) return undefined;
  if (mi === undefined || s === undefined || h > 23 || mi > 59 || s > 59) return undefined;
  const local = new Date(0);
  local.setUTCFullYear(y, mo - 1, d);
  // A date that does not exist rolls over into another month.
  if (mo < 1 || mo > 12 || local.getUTCMonth() !== mo - 1 || local.getUTCDate() !== d) return undefined;
  const offset = Number(offsetHours) * 60 + Number(offsetMinutes);
  if (Number(offsetMinutes) > 59 || offset > OFFSET_MINUTES_MAX) return undefined;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return local.setUTCHours(h, mi, s, milliseconds) - (sign === '-' ? -offset : offset) * 60_000;
}
