import { readCounters, type Counters, type Reader, type StatusCounts } from '@tieout/store/reading';
import { Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import type { Guards } from '../auth/guard.ts';
import { queryOf } from '../http/validate.ts';
import type { OpenBreaksKeeper } from '../open-breaks.ts';
import { NoQuery } from '../queries.ts';
import type { Summary } from '../schemas/index.ts';

export interface SummaryDeps {
  readonly reader: Reader;
  readonly openBreaks: OpenBreaksKeeper;
  readonly guards: Guards;
}

/**
 * Counters of all transactions tell of no single one: they leave no access row, or the screens that ask every few seconds would bury the reads that
 * matter.
 */
export function summaryRoutes({ reader, openBreaks, guards }: SummaryDeps): Router {
  const router = Router();
  router.get(
    '/api/v1/summary',
    guards.authenticated,
    guards.withRole('viewer'),
    async (request: Request, response: Response) => {
      queryOf(NoQuery, request);
      const [counters, breaks] = await Promise.all([readCounters(reader), openBreaks.get()]);
      response.json({
        ...countersJson(counters),
        reasons: [...breaks.open.reasons],
        at_risk: breaks.open.atRisk.map((line) => ({
          currency: line.currency,
          breaks: line.breaks,
          at_risk_minor: line.atRiskMinor,
        })),
        severities: breaks.open.severities,
        breaks_at: iso(breaks.at),
      } satisfies z.infer<typeof Summary>);
    },
  );
  return router;
}

function countersJson(counters: Counters) {
  return {
    at: iso(counters.at),
    as_of: counters.asOf,
    totals: counters.totals,
    match_rate: matchRate(counters.totals),
    arrived: counters.arrived,
    lanes: counters.lanes.map((lane) => ({
      lane: lane.lane,
      lane_time: iso(lane.laneTime),
      lag_ms: lane.lagMs,
      halted: lane.halted,
    })),
    per_minute: counters.perMinute.map(({ minute, entered, gained }) => ({
      minute: iso(minute),
      verdicts: entered,
      reasons: gained,
    })),
  };
}

/** Of what could tie out and was decided, the share that did. CLOSED had nothing to match with; the rest is still awaited. */
function matchRate({ MATCHED, MISMATCHED, RESOLVED }: StatusCounts): number | null {
  const decided = MATCHED + MISMATCHED + RESOLVED;
  return decided === 0 ? null : MATCHED / decided;
}

const iso = (ms: number): string => new Date(ms).toISOString();
