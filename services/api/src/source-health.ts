import { SOURCES, type Source } from '@tieout/core';
import { NEWEST_PER_LANE, RATE_MINUTES, type NewestRecord, type SourcesRead } from '@tieout/store/reading';

export interface SourceHealth {
  readonly source: Source;
  /** Records a minute over the last whole minutes, and over the same ones a week before. */
  readonly perMinute: number;
  readonly perMinuteLastWeek: number;
  /** How far behind now the source is known to have been read in every lane, ms; null before anything was read. */
  readonly lagMs: number | null;
  readonly lastRecordAt: number | null;
  /** From when it happened, as the source says, to when it arrived, ms; of the records looked at. */
  readonly lateness: { readonly p50Ms: number; readonly p95Ms: number } | null;
  readonly lookedAt: number;
  /** Of those: kept before under the same event id. */
  readonly again: number;
  readonly refusedLastHour: number;
  /** 95 of 100 gaps between two records are not longer, ms. */
  readonly usualGapMs: number | null;
  /** Since when nothing has come, where that is far longer than usual. */
  readonly silentSince: number | null;
  /** Of the records looked at, ascending. */
  readonly schemaIds: readonly number[];
}

/** As many usual gaps without a record are silence. */
const SILENT_GAPS = 5;
/** A busy feed pauses for a moment now and then: less is never silence. */
const SILENT_MIN_MS = 10_000;

export function healthOf({ at, progress, counts, newest }: SourcesRead): SourceHealth[] {
  return SOURCES.map((source) => {
    const records = newest.filter((record) => record.source === source);
    const read = progress[source];
    const count = counts[source];
    const usualGapMs = usualGap(records);
    const lastRecordAt = records.reduce<number | null>(
      (last, { appendTime }) => Math.max(last ?? appendTime, appendTime),
      null,
    );
    const silentAfterMs = Math.max(SILENT_MIN_MS, SILENT_GAPS * (usualGapMs ?? 0));
    const late = records.map(({ appendTime, eventTime }) => appendTime - eventTime);
    return {
      source,
      perMinute: count.recent / RATE_MINUTES,
      perMinuteLastWeek: count.lastWeek / RATE_MINUTES,
      lagMs: read === null ? null : Math.max(0, at - read),
      lastRecordAt,
      lateness: records.length === 0 ? null : { p50Ms: quantile(late, 0.5), p95Ms: quantile(late, 0.95) },
      lookedAt: records.length,
      again: records.filter(({ again }) => again).length,
      refusedLastHour: count.refused,
      usualGapMs,
      // What has not been read may have come.
      silentSince: lastRecordAt !== null && (read ?? at) - lastRecordAt > silentAfterMs ? lastRecordAt : null,
      schemaIds: [...new Set(records.map(({ schemaId }) => schemaId))].toSorted((a, b) => a - b),
    };
  });
}

/** Null where there are too few records to tell. Only since when all of every lane's records are known: before, there seem to be gaps. */
function usualGap(records: readonly NewestRecord[]): number | null {
  const lanes = [...Map.groupBy(records, ({ partition }) => partition).values()];
  const cut = lanes.filter((lane) => lane.length >= NEWEST_PER_LANE);
  const from = Math.max(...cut.map((lane) => Math.min(...lane.map(({ appendTime }) => appendTime))));
  const times = records
    .map(({ appendTime }) => appendTime)
    .filter((time) => time >= from)
    .toSorted((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return gaps.length === 0 ? null : quantile(gaps, 0.95);
}

/** The least value that at least this share of them does not exceed. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
