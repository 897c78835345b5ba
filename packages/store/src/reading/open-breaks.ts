import { SEVERITIES, type Reason, type Severity } from '@tieout/core';
import { sql } from 'kysely';
import { inSnapshot, type Reader } from './snapshot.ts';

/** Ages by which open breaks are told apart, ms; the last class has no end. */
export const AGES_MS = [15, 60, 240, 1440, 4320].map((minutes) => minutes * 60_000);

/** By rank, which begins at 1. */
const GRAVEST_FIRST: readonly Severity[] = SEVERITIES.toReversed();

type BySeverity = Readonly<Record<Severity, number>>;

interface AtRisk {
  readonly currency: string;
  readonly breaks: number;
  readonly atRiskMinor: bigint;
}

export interface OpenBreaks {
  /** When they were counted, by the database's clock, ms. */
  readonly at: number;
  readonly count: number;
  /** Most frequent first. A break with two reasons counts in both, and so does what is at risk. */
  readonly reasons: readonly {
    readonly reason: Reason;
    readonly count: number;
    readonly atRisk: readonly AtRisk[];
  }[];
  readonly atRisk: readonly AtRisk[];
  readonly severities: BySeverity;
  /** One class more than `AGES_MS` has bounds, youngest first. */
  readonly ages: readonly BySeverity[];
  readonly oldest: { readonly txnId: string; readonly brokenAt: number } | null;
}

/** All open breaks, counted. Costs what there are of them: callers keep the answer for a while (services/api kept.ts). */
export function readOpenBreaks(reader: Reader): Promise<OpenBreaks> {
  return inSnapshot(reader, async (snapshot) => {
    // A rank is what only breaks have: so all of it is read from the index of breaks, none of it from the wide rows.
    const open = snapshot.selectFrom('reconciliation_results').where('break_rank', 'is not', null);
    const bounds = AGES_MS.map((ms) => ms / 1000);
    const groups = await open
      .select(({ fn }) => [
        'reasons',
        'break_rank',
        'currency',
        sql<number>`width_bucket(extract(epoch from now() - broken_at), ${bounds}::numeric[])`.as('age'),
        fn.countAll<string>().as('count'),
        fn.sum<string>('at_risk_minor').as('at_risk_minor'),
      ])
      .groupBy(['reasons', 'break_rank', 'currency', 'age'])
      .execute();
    // The index begins with the rank: its oldest of each, and the oldest of those.
    const [oldest] = (
      await sql<{ txn_id: string; broken_at: Date }>`
        SELECT b.txn_id, b.broken_at FROM generate_series(1, ${GRAVEST_FIRST.length}::int) AS rank CROSS JOIN LATERAL (
          SELECT txn_id, broken_at FROM reconciliation_results WHERE break_rank = rank ORDER BY broken_at, txn_id LIMIT 1
        ) AS b ORDER BY b.broken_at, b.txn_id LIMIT 1
      `.execute(snapshot)
    ).rows;
    const clock = await sql<{ now: Date }>`SELECT now()`.execute(snapshot);

    const total = new Risks();
    const reasons = new Map<Reason, Risks>();
    const severities = none();
    const ages = Array.from({ length: AGES_MS.length + 1 }, none);
    for (const group of groups) {
      const count = Number(group.count);
      const minor = BigInt(group.at_risk_minor);
      total.add(group.currency, count, minor);
      for (const reason of group.reasons) {
        const risks = reasons.get(reason) ?? new Risks();
        reasons.set(reason, risks.add(group.currency, count, minor));
      }
      const severity = GRAVEST_FIRST[(group.break_rank ?? 0) - 1];
      if (severity === undefined) continue;
      severities[severity] += count;
      const age = ages[group.age];
      if (age) age[severity] += count;
    }
    return {
      at: clock.rows[0]?.now.getTime() ?? Date.now(),
      count: total.breaks,
      reasons: [...reasons]
        .map(([reason, risks]) => ({ reason, count: risks.breaks, atRisk: risks.lines() }))
        .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
      atRisk: total.lines(),
      severities,
      ages,
      oldest: oldest === undefined ? null : { txnId: oldest.txn_id, brokenAt: oldest.broken_at.getTime() },
    };
  });
}

const none = (): Record<Severity, number> => ({ low: 0, medium: 0, high: 0, critical: 0 });

/** Amounts of one currency are added to each other, never to another's. */
class Risks {
  breaks = 0;
  readonly #sums = new Map<string, { breaks: number; atRiskMinor: bigint }>();

  add(currency: string, breaks: number, minor: bigint): this {
    const sum = this.#sums.get(currency) ?? { breaks: 0, atRiskMinor: 0n };
    this.#sums.set(currency, { breaks: sum.breaks + breaks, atRiskMinor: sum.atRiskMinor + minor });
    this.breaks += breaks;
    return this;
  }

  lines(): AtRisk[] {
    return [...this.#sums]
      .map(([currency, { breaks, atRiskMinor }]) => ({ currency, breaks, atRiskMinor }))
      .toSorted((a, b) => b.breaks - a.breaks || (a.currency < b.currency ? -1 : 1));
  }
}
