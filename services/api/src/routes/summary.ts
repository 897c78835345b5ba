import { Router, type Request, type Response } from 'express';
import type { Guards } from '../auth/guard.ts';
import type { Figures } from '../figures.ts';
import { InvalidRequest } from '../http/problem.ts';
import { instant, queryOf } from '../http/validate.ts';
import { incidentsJson, seriesJson, sourcesJson, summaryJson } from '../json/summary.ts';
import { NoQuery, SeriesQuery } from '../queries.ts';
import { SPAN_MAX_MS } from '../time-range.ts';

export interface SummaryDeps {
  readonly figures: Figures;
  readonly guards: Guards;
}

/**
 * Counters of all transactions tell of no single one: they leave no access row, or the screens that ask every few seconds would bury the reads that
 * matter.
 */
export function summaryRoutes({ figures, guards }: SummaryDeps): Router {
  const router = Router();
  const viewer = guards.needs('viewer');

  router.get('/api/v1/summary', viewer, async (request: Request, response: Response) => {
    queryOf(NoQuery, request);
    const [counters, breaks, verification] = await Promise.all([
      figures.counters(),
      figures.openBreaks(),
      figures.verification(),
    ]);
    response.json(summaryJson(counters, breaks, verification));
  });

  router.get('/api/v1/summary/series', viewer, async (request: Request, response: Response) => {
    response.json(seriesJson(await figures.series(rangeOf(queryOf(SeriesQuery, request)))));
  });

  router.get('/api/v1/incidents', viewer, async (request: Request, response: Response) => {
    queryOf(NoQuery, request);
    response.json(incidentsJson(await figures.incidents()));
  });

  router.get('/api/v1/sources', viewer, async (request: Request, response: Response) => {
    queryOf(NoQuery, request);
    response.json(sourcesJson(await figures.sources()));
  });

  return router;
}

const MINUTE_MS = 60_000;

/** @throws {InvalidRequest} where it is no range, or one that no chart shows */
function rangeOf({ range, from, to }: SeriesQuery): string {
  if (from === undefined && to === undefined) return range ?? '1h';
  if (range !== undefined) throw refused('range', 'not together with from and to');
  const [first, last] = [instant(from), instant(to)];
  if (first === undefined) throw refused('from', 'to needs a from');
  if (last === undefined) throw refused('to', 'from needs a to');
  if (last <= first) throw refused('to', 'not after from');
  if (last - first > SPAN_MAX_MS) throw refused('to', 'more than 100 days after from');
  // To the minute, which is all that is counted: so that everybody who looks at a span shares one answer.
  return [Math.floor(first / MINUTE_MS), Math.ceil(last / MINUTE_MS)].map((at) => at * MINUTE_MS).join('/');
}

function refused(field: string, problem: string): InvalidRequest {
  return new InvalidRequest([{ field, problem }]);
}
