import type { z } from 'zod';
import type { IncidentList, SourceList, Summary, SummarySeries } from './schemas/index.ts';

/* What the answers of Overview and Sources look like, in the API's document. */

const AT = '2026-03-01T09:41:07.500Z';
const NONE = { low: 0, medium: 0, high: 0, critical: 0 };
const ONE_MEDIUM = { ...NONE, medium: 1 };
const AT_RISK = [{ currency: 'INR', breaks: 1, at_risk_minor: '50000' }];
const TOTALS = { PENDING: 0, PARTIAL: 0, MATCHED: 1, MISMATCHED: 1, RESOLVED: 0, CLOSED: 0 };

export const SUMMARY: z.input<typeof Summary> = {
  at: AT,
  as_of: { 'lane-0': 123, 'lane-1': 98 },
  proof: {
    arrived: 5,
    judged: 4,
    refused: 1,
    residue: 0,
    sources: [
      { source: 'core', arrived: 3, judged: 2, refused: 1, residue: 0 },
      { source: 'gateway', arrived: 2, judged: 2, refused: 0, residue: 0 },
      { source: 'mobile', arrived: 0, judged: 0, refused: 0, residue: 0 },
    ],
    judged_minor: [{ currency: 'INR', events: 4, minor: '1950000' }],
  },
  verification: {
    at: '2026-03-01T09:39:02.118Z',
    whole: false,
    chains: 7,
    audit_rows: 4_118_220,
    raw_rows: 3_806_112,
    failure: null,
  },
  totals: TOTALS,
  match_rate: 0.5,
  lanes: [
    {
      lane: 'lane-0',
      lane_time: '2026-03-01T09:41:06.900Z',
      lag_ms: 600,
      halted: null,
      stalled: null,
      written_at: '2026-03-01T09:41:07.100Z',
    },
  ],
  breaks_at: AT,
  open_breaks: 1,
  reasons: [{ reason: 'AMOUNT_MISMATCH', count: 1, at_risk: AT_RISK }],
  at_risk: AT_RISK,
  severities: ONE_MEDIUM,
  ages: [
    { from_ms: 0, to_ms: 3_600_000, severities: ONE_MEDIUM },
    { from_ms: 3_600_000, to_ms: null, severities: NONE },
  ],
  oldest: { txn_id: 'TXN1003', broken_at: '2026-03-01T09:30:00.250Z' },
};

const HAPPENED = {
  verdicts: TOTALS,
  reasons: { AMOUNT_MISMATCH: 1 },
  opened: 1,
  closed: 0,
  judged: { core: 2, gateway: 2, mobile: 0 },
  refused: { core: 1, gateway: 0, mobile: 0 },
};

export const SUMMARY_SERIES: z.input<typeof SummarySeries> = {
  at: AT,
  from: '2026-03-01T09:30:00.000Z',
  to: '2026-03-01T09:31:00.000Z',
  bucket_ms: 60_000,
  buckets: [{ start: '2026-03-01T09:30:00.000Z', ...HAPPENED }],
  total: HAPPENED,
  currencies: [{ currency: 'INR', events: 4, opened: 1, closed: 0, opened_minor: '50000' }],
  time_to_verdict: { decided: 2, p50_ms: 400, p95_ms: 1_200 },
  match_rate: { last_hour: 0.5, week_before: null },
};

export const SOURCE_LIST: z.input<typeof SourceList> = {
  at: AT,
  items: [
    {
      source: 'core',
      per_minute: 60.2,
      per_minute_last_week: 58.4,
      lag_ms: 600,
      last_record_at: '2026-03-01T09:41:07.100Z',
      lateness: { p50_ms: 80, p95_ms: 310 },
      looked_at: 1_000,
      again: 2,
      refused_last_hour: 1,
      usual_gap_ms: 2_400,
      silent_since: null,
      schema_ids: [1],
    },
  ],
};

export const INCIDENT_LIST: z.input<typeof IncidentList> = {
  items: [
    {
      missing: 'core',
      from: '2026-03-01T09:00:00.000Z',
      to: '2026-03-01T09:35:00.000Z',
      breaks: 12_311,
      at_risk: [{ currency: 'INR', at_risk_minor: '412000000' }],
    },
  ],
};
