import { sql, type RawBuilder } from 'kysely';
import type { Snapshot } from './snapshot.ts';
import {
  and,
  beginsWith,
  breakRanks,
  HAS_REASONS,
  inCurrencies,
  IS_BREAK,
  ofRanks,
  scopeOf,
  timeConditions,
  type Condition,
  type TransactionFilter,
} from './transaction-filter.ts';
import {
  after,
  keyOf,
  orderBy,
  orderColumns,
  type Keyed,
  type PageKey,
  type TxnSort,
} from './transaction-order.ts';

/** Rows that one page looks through at most: a few hundredths of a second. */
export const LOOK_MAX = 20_000;
/** What an index of another order names together: up to so many are read whole and sorted. */
const FEW_MAX = 5_000;

/** The next so many rows in an order, before the filter: more than that one answer does not read. */
export interface Look {
  /** What to read from: rows of `reconciliation_results`. */
  readonly rows: RawBuilder<unknown>;
  /** Where this look ends; null where nothing follows. Reads keys only, so it is asked for only where it is needed. */
  end(): Promise<PageKey | null>;
}

/**
 * Bounds what an answer costs, however many transactions there are and however few pass the filter. Of the filter only that narrows a look which the
 * order's own index holds together; the caller asks the rows of the look for all of it.
 *
 * @param key where the look begins: the end of the page before
 * @param most rows it has at most
 */
export async function lookThrough(
  snapshot: Snapshot,
  filter: TransactionFilter,
  sort: TxnSort,
  key: PageKey | null,
  most = LOOK_MAX,
): Promise<Look> {
  const within = [
    ...(key === null ? [] : [after(sort, key)]),
    ...(sort === 'time' ? timeConditions(filter) : []),
  ];
  const named = namedTogether(filter, sort);
  if (named !== null && (await areFew(snapshot, named))) {
    // OFFSET 0 keeps the planner from walking through an order until it meets one.
    const few = sql`SELECT * FROM reconciliation_results WHERE ${named} OFFSET 0`;
    return {
      rows: sql`(SELECT * FROM (${few}) AS f WHERE ${and(within)})`,
      end: () => Promise.resolve(null),
    };
  }
  // Each in its order, so that they are merged as far as they are asked for.
  const branches = stretches(filter, sort).map(
    (stretch) => sql`(
      SELECT * FROM reconciliation_results AS r WHERE ${and([...stretch, ...within])} ORDER BY ${orderBy(sort, 'r')} LIMIT ${most})`,
  );
  const ordered = sql`FROM (${sql.join(branches, sql` UNION ALL `)}) AS o ORDER BY ${orderBy(sort, 'o')}`;
  return {
    rows: sql`(SELECT * ${ordered} LIMIT ${most})`,
    end: async () => {
      const columns = sql.join(orderColumns(sort).map((column) => sql.ref(column)));
      const { rows } = await sql<Keyed>`
        SELECT ${columns} ${ordered} OFFSET ${most - 1} LIMIT 1`.execute(snapshot);
      const [last] = rows;
      return last ? keyOf(sort, last) : null;
    },
  };
}

/** What of a filter the order's index has side by side: one stretch in this order, or several to be merged. */
function stretches(filter: TransactionFilter, sort: TxnSort): readonly (readonly Condition[])[] {
  const scope = scopeOf(filter);
  if (scope === 'nothing') return [[sql<boolean>`false`]];
  switch (sort) {
    case 'time':
      return [scope === 'all' ? [] : [HAS_REASONS]];
    case 'severity':
      return [ofRanks(breakRanks(filter))];
    case 'age':
      // The breaks' index has each severity in the order of age: merged, they make the order of age.
      return breakRanks(filter).map((rank) => ofRanks([rank]));
    case 'at_risk':
    case 'discrepancy':
      return [[IS_BREAK, ...inCurrencies(filter)]];
  }
}

/** What may be few of a filter, wherever they are in the order asked for, and has an index: ids that begin alike, breaks in some currencies. */
function namedTogether(filter: TransactionFilter, sort: TxnSort): RawBuilder<boolean> | null {
  const { idPrefix, currency } = filter;
  if (idPrefix !== undefined) return beginsWith(idPrefix);
  // Orders of amounts have the currency's breaks together already.
  const isSpread = scopeOf(filter) === 'breaks' && sort !== 'at_risk' && sort !== 'discrepancy';
  return isSpread && currency?.in ? and([IS_BREAK, ...inCurrencies(filter)]) : null;
}

async function areFew(snapshot: Snapshot, named: RawBuilder<boolean>): Promise<boolean> {
  const { rows } = await sql<{ few: boolean }>`
    SELECT count(*) <= ${FEW_MAX} AS few
    FROM (SELECT FROM reconciliation_results WHERE ${named} LIMIT ${FEW_MAX + 1}) AS found`.execute(snapshot);
  return rows[0]?.few === true;
}
