import { currency, formatMinor, SOURCES } from '@tieout/core';
import type { TransactionRow } from '@tieout/store/reading';
import { stringify } from 'csv-stringify/sync';
import { txnJson } from './json/txn.ts';
import type { Txn } from './schemas/index.ts';

/** How rows are written to a file. */
export interface ExportFormat {
  readonly extension: string;
  readonly mediaType: string;
  /** What the access page calls it. */
  readonly what: string;
  /** What comes before the first row. */
  readonly head: string;
  readonly rows: (rows: readonly TransactionRow[]) => string;
}

/** The same in major units, with all decimals of its currency. */
function major(minor: string | null, code: string): string | null {
  const known = currency(code);
  return minor === null || known === undefined ? null : formatMinor(BigInt(minor), known);
}

type Column = readonly [name: string, value: (txn: Txn) => string | number | null];

const LEG_COLUMNS: readonly Column[] = SOURCES.flatMap((source): readonly Column[] => [
  [`${source}_event_id`, ({ legs }) => legs[source]?.event_id ?? null],
  [`${source}_type`, ({ legs }) => legs[source]?.type ?? null],
  [`${source}_outcome`, ({ legs }) => legs[source]?.outcome ?? null],
  [`${source}_currency`, ({ legs }) => legs[source]?.currency ?? null],
  [`${source}_amount_minor`, ({ legs }) => legs[source]?.amount_minor ?? null],
  [`${source}_amount`, ({ legs }) => major(legs[source]?.amount_minor ?? null, legs[source]?.currency ?? '')],
  [`${source}_event_time`, ({ legs }) => legs[source]?.event_time ?? null],
  [`${source}_append_time`, ({ legs }) => legs[source]?.append_time ?? null],
  [`${source}_reference`, ({ legs }) => legs[source]?.reference ?? null],
]);

const COLUMNS: readonly Column[] = [
  ['txn_id', (txn) => txn.txn_id],
  ['status', (txn) => txn.status],
  ['reasons', (txn) => txn.reasons.join(' ')],
  ['severity', (txn) => txn.severity],
  ['at_fault', (txn) => txn.at_fault],
  ['missing', (txn) => txn.missing.join(' ')],
  ['hints', (txn) => txn.hints.join(' ')],
  ['channel', (txn) => txn.channel],
  ['currency', (txn) => txn.currency],
  ['amount_minor', (txn) => txn.amount_minor],
  ['amount', (txn) => major(txn.amount_minor, txn.currency)],
  ['discrepancy_minor', (txn) => txn.discrepancy_minor],
  ['discrepancy', (txn) => major(txn.discrepancy_minor, txn.currency)],
  ['at_risk_minor', (txn) => txn.at_risk_minor],
  ['at_risk', (txn) => major(txn.at_risk_minor, txn.currency)],
  ['assignee', (txn) => txn.assignee],
  ['work_state', (txn) => txn.work_state],
  ['first_seen_at', (txn) => txn.first_seen_at],
  ['deadline_at', (txn) => txn.deadline_at],
  ['broken_at', (txn) => txn.broken_at],
  ['updated_at', (txn) => txn.updated_at],
  ['rule_version', (txn) => txn.rule_version],
  ['revision', (txn) => txn.revision],
  ...LEG_COLUMNS,
];

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe, so that it is shown and not run. */
const csvText = (records: readonly (readonly (string | number | null)[])[]): string =>
  stringify([...records], { escape_formulas: true, quoted_match: /[\r\n]/, record_delimiter: 'windows' });

export const CSV: ExportFormat = {
  extension: 'csv',
  mediaType: 'text/csv; charset=utf-8',
  what: 'export of transactions as CSV',
  head: csvText([COLUMNS.map(([name]) => name)]),
  rows: (rows) =>
    csvText(
      rows.map((row) => {
        const txn = txnJson(row);
        return COLUMNS.map(([, value]) => value(txn));
      }),
    ),
};

export const JSON_LINES: ExportFormat = {
  extension: 'jsonl',
  mediaType: 'application/jsonl; charset=utf-8',
  what: 'export of transactions as JSON Lines',
  head: '',
  rows: (rows) => rows.map((row) => `${JSON.stringify(lineOf(txnJson(row)))}\n`).join(''),
};

/** A list's row, with its money in major units as well. */
function lineOf(txn: Txn) {
  return {
    ...txn,
    amount: major(txn.amount_minor, txn.currency),
    discrepancy: major(txn.discrepancy_minor, txn.currency),
    at_risk: major(txn.at_risk_minor, txn.currency),
  };
}
