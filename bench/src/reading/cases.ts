import {
  countTransactions,
  findKnown,
  findTransaction,
  listRawRecords,
  listTransactions,
  searchTransactions,
  type PageKey,
  type Reader,
  type TransactionFilter,
  type TxnSort,
} from '@tieout/store/reading';

/** One thing that people ask, and how much of it they are given. */
export interface ReadingCase {
  readonly name: string;
  /** Returns how many rows came back. */
  readonly run: (reader: Reader) => Promise<number>;
}

const PAGE = 100;
const BREAKS: TransactionFilter = { status: { in: ['MISMATCHED'] } };
const QUARTER_MS = 900_000;

const idOf = (n: number): string => `BULK-${String(n).padStart(9, '0')}`;

const list = (
  name: string,
  filter: TransactionFilter,
  sort: TxnSort = 'time',
  after: PageKey | null = null,
) => ({
  name,
  run: async (reader: Reader) =>
    (await listTransactions(reader, { filter, sort, after, limit: PAGE })).rows.length,
});
const counts = (name: string, filter: () => TransactionFilter) => ({
  name,
  run: async (reader: Reader) => (await countTransactions(reader, filter())).total,
});
const search = (name: string, text: string) => ({
  name,
  run: async (reader: Reader) => (await searchTransactions(reader, text, 10)).length,
});

/** @param count how many results there are, numbered from 1 */
export function readingCases(count: number, middle: PageKey, reference: string): readonly ReadingCase[] {
  const inr = { ...BREAKS, currency: { in: ['INR'] } };
  const step = Math.floor(count / 500);
  return [
    list('List: newest', {}),
    list('List: a page from the middle', {}, 'time', middle),
    list('List: one channel and currency', { channel: { in: ['BRANCH'] }, currency: { in: ['BHD'] } }),
    list('List: of what is waiting, in one currency (no index)', {
      status: { in: ['PARTIAL'] },
      currency: { in: ['BHD'] },
    }),
    list('List: resolved ones', { status: { in: ['RESOLVED'] } }),
    list('Breaks: by severity', BREAKS, 'severity'),
    list('Breaks: by age', BREAKS, 'age'),
    list('Breaks: by amount at risk', inr, 'at_risk'),
    list('Breaks: by discrepancy', inr, 'discrepancy'),
    list(
      'Breaks: one reason, not one currency, by severity',
      { ...BREAKS, reason: { in: ['FX_ADJUSTMENT'] }, currency: { notIn: ['INR'] } },
      'severity',
    ),
    list(
      'Breaks: of one person in one currency, by severity',
      { ...BREAKS, assignee: { in: ['operator-3'] }, currency: { in: ['BHD'] } },
      'severity',
    ),
    list('Breaks: of one person, by amount at risk', { ...inr, assignee: { in: ['operator-3'] } }, 'at_risk'),
    list('Breaks: missing one source, newest', { ...BREAKS, missing: { in: ['gateway'] } }),
    counts('Counts: breaks', () => BREAKS),
    counts('Counts: everything', () => ({})),
    counts('Counts: the last 15 minutes', () => ({ from: Date.now() - QUARTER_MS })),
    search('Search: an id', idOf(count >> 1)),
    search('Search: the beginning of an id', idOf(count >> 1).slice(0, -2)),
    search('Search: a reference of a break', reference),
    {
      name: 'Search: 500 pasted ids',
      run: async (reader) =>
        (
          await findKnown(
            reader,
            Array.from({ length: 500 }, (_, n) => idOf(1 + n * step)),
          )
        ).length,
    },
    {
      name: 'One transaction',
      run: async (reader) => ((await findTransaction(reader, idOf(count >> 1))) === null ? 0 : 1),
    },
    {
      name: 'One transaction’s records',
      run: async (reader) => {
        const request = { txnId: idOf(count >> 1), after: null, limit: 20, withPayload: true };
        return (await listRawRecords(reader, request))?.rows.length ?? 0;
      },
    },
  ];
}
