import { sql, type RawBuilder } from 'kysely';
import type { Condition } from './transaction-filter.ts';

/** What a list may be ordered by. All but `time` are orders of breaks, and the two of amounts of those in one currency. */
export const TXN_SORTS = ['time', 'severity', 'age', 'at_risk', 'discrepancy'] as const;
export type TxnSort = (typeof TXN_SORTS)[number];

/** The columns a page's order is made of; before `txn_id`, which makes it total. */
interface Order {
  readonly columns: readonly OrderColumn[];
  readonly descending: boolean;
}
type OrderColumn = 'first_seen_at' | 'break_rank' | 'broken_at' | 'at_risk_minor' | 'break_discrepancy_minor';

/** Newest first; or what wants doing first: the gravest and then the oldest, the oldest, the largest. */
const ORDERS: Readonly<Record<TxnSort, Order>> = {
  time: { columns: ['first_seen_at'], descending: true },
  severity: { columns: ['break_rank', 'broken_at'], descending: false },
  age: { columns: ['broken_at'], descending: false },
  at_risk: { columns: ['at_risk_minor'], descending: true },
  discrepancy: { columns: ['break_discrepancy_minor'], descending: true },
};

const TYPES: Readonly<Record<OrderColumn, string>> = {
  first_seen_at: 'timestamptz',
  break_rank: 'smallint',
  broken_at: 'timestamptz',
  at_risk_minor: 'numeric',
  break_discrepancy_minor: 'numeric',
};

/** A row's place in an order: its columns as text, and its id. */
export type PageKey = readonly string[];

export type Keyed = { readonly txn_id: string } & Readonly<
  Partial<Record<OrderColumn, Date | number | string | null>>
>;

export function keyOf(sort: TxnSort, row: Keyed): PageKey {
  const texts = ORDERS[sort].columns.map((column) => {
    const value = row[column];
    return value instanceof Date ? value.toISOString() : String(value);
  });
  return [...texts, row.txn_id];
}

/** What comes after a row in an order. */
export function after(sort: TxnSort, key: PageKey): Condition {
  const { columns, descending } = ORDERS[sort];
  const values = key.map((value, index) => {
    const column = columns[index];
    return column === undefined ? sql`${value}` : sql`${value}::${sql.raw(TYPES[column])}`;
  });
  const names = orderColumns(sort).map((column) => sql.ref(column));
  return sql<boolean>`(${sql.join(names)}) ${sql.raw(descending ? '<' : '>')} (${sql.join(values)})`;
}

/** The rows' order, of the table or CTE of this name. */
export function orderBy(sort: TxnSort, from: string): RawBuilder<unknown> {
  const { descending } = ORDERS[sort];
  const terms = orderColumns(sort).map(
    (column) => sql`${sql.ref(`${from}.${column}`)} ${sql.raw(descending ? 'DESC' : 'ASC')}`,
  );
  return sql`${sql.join(terms)}`;
}

export function orderColumns(sort: TxnSort): readonly string[] {
  return [...ORDERS[sort].columns, 'txn_id'];
}
