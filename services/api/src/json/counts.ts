import type { FacetCounts, TransactionCounts } from '@tieout/store/reading';
import { COUNT_MAX, type TxnCounts } from '../schemas/index.ts';

export function countsJson(counts: TransactionCounts): TxnCounts {
  const { coveredFrom, facets } = counts;
  const capped = (count: number) => ({
    count: Math.min(count, COUNT_MAX),
    exact: coveredFrom === null && count <= COUNT_MAX,
  });
  const facet = (values: FacetCounts): TxnCounts['facets']['status'] =>
    [...values]
      .toSorted(([a, many], [b, few]) => few - many || (String(a) < String(b) ? -1 : 1))
      .map(([value, count]) => Object.assign(capped(count), { value }));
  return {
    total: capped(counts.total),
    facets: {
      status: facet(facets.status),
      reason: facet(facets.reason),
      severity: facet(facets.severity),
      missing: facet(facets.missing),
      at_fault: facet(facets.at_fault),
      channel: facet(facets.channel),
      currency: facet(facets.currency),
      work_state: facet(facets.work_state),
      assignee: facet(facets.assignee),
    },
    at_risk: [...counts.atRisk]
      .map(([currency, minor]) => ({ currency, at_risk_minor: minor }))
      .toSorted((a, b) => (a.currency < b.currency ? -1 : 1)),
    histogram: {
      width_s: counts.widthMs / 1000,
      buckets: [...counts.histogram].map(([at, count]) =>
        Object.assign(capped(count), { at: new Date(at).toISOString() }),
      ),
    },
    covered_from: coveredFrom === null ? null : new Date(coveredFrom).toISOString(),
    as_of: counts.asOf,
  };
}
