import { SOURCES, type Source } from '@tieout/core';
import { sql } from 'kysely';
import type { Reader } from './snapshot.ts';

/** Breaks that one silent source made: all that miss it, and only it, and were first seen in this stretch of time. */
export interface Incident {
  readonly missing: Source;
  /** ms; `to` is not in it, and at whole five minutes, so that an incident that goes on is another one every five minutes only. */
  readonly from: number;
  readonly to: number;
  readonly breaks: number;
  /** Most breaks first. */
  readonly atRisk: readonly { readonly currency: string; readonly atRiskMinor: bigint }[];
}

/** What breaks of one minute that miss one source have in one currency. */
export interface MissingMinute {
  readonly missing: string;
  /** ms */
  readonly minute: number;
  readonly currency: string;
  readonly breaks: number;
  readonly atRiskMinor: bigint;
}

/** More than this many within the window are one incident. */
const BREAKS_MAX = 50;
const WINDOW_MS = 5 * 60_000;
const MINUTE_MS = 60_000;

/** The incidents of the last day, newest first. Costs what there are of open breaks: callers keep the answer for a while. */
export async function readIncidents(reader: Reader): Promise<readonly Incident[]> {
  const { rows } = await sql<{
    missing: string;
    minute: Date;
    currency: string;
    breaks: string;
    at_risk_minor: string;
  }>`
    SELECT broken_missing[1] AS missing, date_trunc('minute', first_seen_at) AS minute, currency,
      count(*) AS breaks, sum(at_risk_minor) AS at_risk_minor
    FROM reconciliation_results
    WHERE break_rank IS NOT NULL AND cardinality(broken_missing) = 1 AND first_seen_at >= now() - interval '1 day'
    GROUP BY 1, 2, 3
  `.execute(reader);
  return incidentsOf(
    rows.map(({ missing, minute, currency, breaks, at_risk_minor }) => ({
      missing,
      minute: minute.getTime(),
      currency,
      breaks: Number(breaks),
      atRiskMinor: BigInt(at_risk_minor),
    })),
  );
}

/** Gathers minutes into incidents: wherever a window has more than enough breaks. Those less than a window apart are one. */
export function incidentsOf(minutes: readonly MissingMinute[]): readonly Incident[] {
  return SOURCES.flatMap((source) => {
    const own = minutes.filter(({ missing }) => missing === source);
    return stretchesOf(own).map(({ from, to }) =>
      summed(
        source,
        { from, to },
        own.filter(({ minute }) => minute >= from && minute < to),
      ),
    );
  }).toSorted((one, other) => other.from - one.from);
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function stretchesOf(minutes: readonly MissingMinute[]): readonly Stretch[] {
  const counts = new Map<number, number>();
  for (const { minute, breaks } of minutes) counts.set(minute, (counts.get(minute) ?? 0) + breaks);
  const sorted = [...counts].toSorted(([one], [other]) => one - other);
  const stretches: Stretch[] = [];
  let [first, within] = [0, 0];
  for (const [minute, breaks] of sorted) {
    within += breaks;
    while (minute - (sorted[first]?.[0] ?? minute) >= WINDOW_MS) {
      within -= sorted[first]?.[1] ?? 0;
      first += 1;
    }
    if (within <= BREAKS_MAX) continue;
    const from = sorted[first]?.[0] ?? minute;
    const to = Math.ceil((minute + MINUTE_MS) / WINDOW_MS) * WINDOW_MS;
    const before = stretches.at(-1);
    if (before !== undefined && from - before.to < WINDOW_MS)
      stretches.splice(-1, 1, { from: before.from, to });
    else stretches.push({ from, to });
  }
  return stretches;
}

function summed(missing: Source, { from, to }: Stretch, minutes: readonly MissingMinute[]): Incident {
  const sums = new Map<string, { breaks: number; atRiskMinor: bigint }>();
  for (const { currency, breaks, atRiskMinor } of minutes) {
    const sum = sums.get(currency) ?? { breaks: 0, atRiskMinor: 0n };
    sums.set(currency, { breaks: sum.breaks + breaks, atRiskMinor: sum.atRiskMinor + atRiskMinor });
  }
  return {
    missing,
    from,
    to,
    breaks: minutes.reduce((sum, { breaks }) => sum + breaks, 0),
    atRisk: [...sums]
      .toSorted(([a, one], [b, other]) => other.breaks - one.breaks || (a < b ? -1 : 1))
      .map(([currency, { atRiskMinor }]) => ({ currency, atRiskMinor })),
  };
}
