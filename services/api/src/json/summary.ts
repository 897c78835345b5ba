import { SOURCES } from '@tieout/core';
import {
  AGES_MS,
  type Counters,
  type Incident,
  type OpenBreaks,
  type SourcesRead,
  type Verification,
} from '@tieout/store/reading';
import type { IncidentList, Summary, SourceList, SummarySeries } from '../schemas/index.ts';
import { matchRate, type Happened, type Series } from '../series.ts';
import { healthOf } from '../source-health.ts';

export function summaryJson(
  counters: Counters,
  breaks: OpenBreaks,
  verification: Verification | null,
): Summary {
  return {
    at: iso(counters.at),
    as_of: counters.asOf,
    proof: proofJson(counters),
    totals: counters.totals,
    match_rate: matchRate(counters.totals),
    lanes: counters.lanes.map((lane) => ({
      lane: lane.lane,
      lane_time: iso(lane.laneTime),
      lag_ms: lane.lagMs,
      halted: lane.halted,
      stalled: lane.stalled,
      written_at: iso(lane.writtenAt),
    })),
    verification: verification && verificationJson(verification),
    breaks_at: iso(breaks.at),
    open_breaks: breaks.count,
    reasons: breaks.reasons.map(({ reason, count, atRisk }) => ({
      reason,
      count,
      at_risk: atRisk.map(atRiskJson),
    })),
    at_risk: breaks.atRisk.map(atRiskJson),
    severities: breaks.severities,
    ages: breaks.ages.map((severities, index) => ({
      from_ms: AGES_MS[index - 1] ?? 0,
      to_ms: AGES_MS[index] ?? null,
      severities,
    })),
    oldest: breaks.oldest && { txn_id: breaks.oldest.txnId, broken_at: iso(breaks.oldest.brokenAt) },
  };
}

function proofJson({ arrived, records }: Counters): Summary['proof'] {
  const sources = SOURCES.map((source) => {
    const [judged, refused] = [records.judged[source], records.refused[source]];
    return {
      source,
      arrived: arrived[source],
      judged,
      refused,
      residue: arrived[source] - judged - refused,
    };
  });
  const sum = (of: (source: (typeof sources)[number]) => number): number =>
    sources.reduce((total, source) => total + of(source), 0);
  return {
    arrived: sum((source) => source.arrived),
    judged: sum((source) => source.judged),
    refused: sum((source) => source.refused),
    residue: sum((source) => source.residue),
    sources,
    judged_minor: [...records.currencies]
      .map(([currency, { events, minor }]) => ({ currency, events, minor: minor.toString() }))
      .toSorted((a, b) => b.events - a.events || (a.currency < b.currency ? -1 : 1)),
  };
}

function verificationJson({ at, whole, chains, auditRows, rawRows, failure }: Verification) {
  return {
    at: iso(at),
    whole,
    chains,
    audit_rows: auditRows,
    raw_rows: rawRows,
    failure: failure && { ...failure, at: iso(failure.at) },
  };
}

function atRiskJson({ currency, breaks, atRiskMinor }: OpenBreaks['atRisk'][number]) {
  return { currency, breaks, at_risk_minor: atRiskMinor.toString() };
}

export function seriesJson(series: Series): SummarySeries {
  const { from, to, stepMs } = series.span;
  const { decided, p50Ms, p95Ms } = series.timeToVerdict;
  return {
    at: iso(series.at),
    from: iso(from),
    to: iso(to),
    bucket_ms: stepMs,
    buckets: series.buckets.map((bucket) =>
      Object.assign(happenedJson(bucket.happened), { start: iso(bucket.start) }),
    ),
    total: happenedJson(series.total),
    currencies: series.currencies.map(({ currency, events, opened, closed, openedMinor }) => ({
      currency,
      events,
      opened,
      closed,
      opened_minor: openedMinor.toString(),
    })),
    time_to_verdict: { decided, p50_ms: p50Ms, p95_ms: p95Ms },
    match_rate: { last_hour: series.lastHour, week_before: series.weekBefore },
  };
}

function happenedJson({ verdicts, reasons, opened, closed, judged, refused }: Happened) {
  return { verdicts, reasons, opened, closed, judged, refused };
}

export function incidentsJson(incidents: readonly Incident[]): IncidentList {
  return {
    items: incidents.map(({ missing, from, to, breaks, atRisk }) => ({
      missing,
      from: iso(from),
      to: iso(to),
      breaks,
      at_risk: atRisk.map(({ currency, atRiskMinor }) => ({
        currency,
        at_risk_minor: atRiskMinor.toString(),
      })),
    })),
  };
}

export function sourcesJson(read: SourcesRead): SourceList {
  return {
    at: iso(read.at),
    items: healthOf(read).map((health) => ({
      source: health.source,
      per_minute: health.perMinute,
      per_minute_last_week: health.perMinuteLastWeek,
      lag_ms: health.lagMs,
      last_record_at: isoOrNull(health.lastRecordAt),
      lateness: health.lateness && { p50_ms: health.lateness.p50Ms, p95_ms: health.lateness.p95Ms },
      looked_at: health.lookedAt,
      again: health.again,
      refused_last_hour: health.refusedLastHour,
      usual_gap_ms: health.usualGapMs,
      silent_since: isoOrNull(health.silentSince),
      schema_ids: [...health.schemaIds],
    })),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
