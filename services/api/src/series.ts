import { REASONS, type Reason, type Source } from '@tieout/core';
import {
  perSource,
  statusCounts,
  timeToVerdict,
  type StatRow,
  type StatusCounts,
} from '@tieout/store/reading';
import type { SettledStats } from './settled-stats.ts';
import { bucketsWithin, lastBuckets, RANGE_NAMES, startsOf, type Buckets } from './time-range.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WEEK_MS = 168 * HOUR_MS;

/** What happened within one stretch of time. */
export interface Happened {
  /** Transactions that entered each status. */
  readonly verdicts: StatusCounts;
  /** Transactions that gained each reason; reasons nobody gained are left out. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
  readonly opened: number;
  readonly closed: number;
  readonly judged: Readonly<Record<Source, number>>;
  readonly refused: Readonly<Record<Source, number>>;
}

export interface Series {
  readonly at: number;
  readonly span: Buckets;
  readonly buckets: readonly { readonly start: number; readonly happened: Happened }[];
  readonly total: Happened;
  readonly currencies: readonly CurrencyLine[];
  readonly timeToVerdict: ReturnType<typeof timeToVerdict>;
  /** The last 60 minutes, and the same ones a week before. */
  readonly lastHour: number | null;
  readonly weekBefore: number | null;
}

interface CurrencyLine {
  readonly currency: string;
  readonly events: number;
  readonly opened: number;
  readonly closed: number;
  /** At risk in the breaks that opened, when they did. */
  readonly openedMinor: bigint;
}

/** @param range a name, or "from/to" in ms */
export async function readSeries(stats: SettledStats, range: string, now: number): Promise<Series> {
  const name = RANGE_NAMES.find((one) => one === range);
  const [from = 0, to = 0] = range.split('/').map(Number);
  const span = name === undefined ? bucketsWithin(from, to) : lastBuckets(name, now);
  const hour = lastBuckets('1h', now);
  const weekBefore = { ...hour, from: hour.from - WEEK_MS, to: hour.to - WEEK_MS };
  const [rows, recent, earlier] = await Promise.all([
    stats.read(span, now),
    stats.read(hour, now),
    stats.read(weekBefore, now),
  ]);
  const byBucket = Map.groupBy(rows, ({ at }) => Math.floor(at / span.stepMs) * span.stepMs);
  return {
    at: now,
    span,
    buckets: startsOf(span).map((start) => ({ start, happened: happened(byBucket.get(start) ?? []) })),
    total: happened(rows),
    currencies: currencyLines(rows),
    timeToVerdict: timeToVerdict(rows),
    lastHour: matchRate(happened(recent).verdicts),
    weekBefore: matchRate(happened(earlier).verdicts),
  };
}

/** Of what could tie out and was decided, the share that did. CLOSED had nothing to match with; the rest is still awaited. */
export function matchRate({ MATCHED, MISMATCHED, RESOLVED }: StatusCounts): number | null {
  const decided = MATCHED + MISMATCHED + RESOLVED;
  return decided === 0 ? null : MATCHED / decided;
}

function happened(rows: readonly StatRow[]): Happened {
  const counts = new Map<string, number>();
  for (const { measure, key, count } of rows) {
    const name = `${measure} ${key}`;
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const of = (measure: string, key: string): number => counts.get(`${measure} ${key}`) ?? 0;
  const reasons: Partial<Record<Reason, number>> = {};
  for (const reason of REASONS) if (of('reason', reason) > 0) reasons[reason] = of('reason', reason);
  return {
    verdicts: statusCounts((status) => of('verdict', status)),
    reasons,
    opened: of('opened', ''),
    closed: of('closed_break', ''),
    judged: perSource((source) => of('judged', source)),
    refused: perSource((source) => of('refused', source)),
  };
}

function currencyLines(rows: readonly StatRow[]): CurrencyLine[] {
  const lines = new Map<string, { -readonly [K in keyof CurrencyLine]: CurrencyLine[K] }>();
  for (const { measure, currency, count, minor } of rows) {
    if (currency === '') continue;
    const line = lines.get(currency) ?? { currency, events: 0, opened: 0, closed: 0, openedMinor: 0n };
    lines.set(currency, line);
    if (measure === 'judged') line.events += count;
    if (measure === 'closed_break') line.closed += count;
    if (measure !== 'opened') continue;
    line.opened += count;
    line.openedMinor += minor;
  }
  return [...lines.values()].toSorted((a, b) => b.events - a.events || (a.currency < b.currency ? -1 : 1));
}
