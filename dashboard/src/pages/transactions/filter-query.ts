import type { FilterQuery, TransactionsQuery } from '../../api/client.ts';
import { LIST_FIELDS, type TransactionFilter } from './filter.ts';
import { foldTexts } from './fold.ts';
import { minorOf, withinFrom, type Asking } from './filter-fits.ts';
import type { Asked } from './transaction-list.ts';

/** The API's query for the same rows in the same order. */
export function queryOf(asked: Asked): TransactionsQuery {
  return {
    ...filterQuery(asked.filter, asked),
    ...(asked.folds.length === 0 ? {} : { folded: foldTexts(asked.folds) }),
    ...(asked.sort === 'time' ? {} : { sort: asked.sort }),
  };
}

/** The API's query for the same transactions: for lists, counts and exports alike. */
export function filterQuery(filter: TransactionFilter, asking: Asking): FilterQuery {
  const { currency } = filter;
  const since = withinFrom(filter, asking);
  const lists = LIST_FIELDS.flatMap((field) =>
    field === 'assignee'
      ? owners(filter, asking)
      : [
          [field, filter[field]],
          [`not_${field}`, filter.not[field]],
        ],
  );
  const texts = [
    ['q', filter.q],
    ['older_than', filter.older],
    ['younger_than', filter.younger],
    ['amount_min', minorOf(filter.amount_min, currency)?.toString() ?? ''],
    ['amount_max', minorOf(filter.amount_max, currency)?.toString() ?? ''],
    ['from', since === null ? filter.from : laterOf(new Date(since).toISOString(), filter.from)],
    ['to', filter.to],
  ];
  return Object.fromEntries([...lists, ...texts].filter(([, value]) => value?.length !== 0));
}

/** ISO instants of one form compare as text. */
function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

/** `me` is whoever asks; `nobody` is a question of its own. */
function owners({ assignee, not }: TransactionFilter, { me }: Asking): [string, string | string[]][] {
  const named = (names: readonly string[]): string[] => [
    ...new Set(names.filter((name) => name !== 'nobody').map((name) => (name === 'me' ? me : name))),
  ];
  const unassigned = assignee.includes('nobody') ? 'true' : not.assignee.includes('nobody') ? 'false' : '';
  return [
    ['assignee', named(assignee)],
    ['not_assignee', named(not.assignee)],
    ['unassigned', unassigned],
  ];
}
