import { resultsAgainstLog } from '@tieout/store/evidence';
import type { Pool } from 'pg';
import type { Finding } from './finding.ts';

const FINDINGS_MAX = 20;

export interface ResultsReport {
  readonly transactions: number;
  /** Those whose last VERDICT row is of a detached day. */
  readonly withoutRow: number;
  readonly findings: readonly Finding[];
  readonly findingsLeftOut: number;
}

/** Holds what people see of every transaction against the last verdict in the log. */
export async function checkResults(
  pool: Pool,
  beginningKept: boolean,
  onRows: (transactions: number) => void,
): Promise<ResultsReport> {
  const findings: Finding[] = [];
  let transactions = 0;
  let withoutRow = 0;
  let findingsLeftOut = 0;
  const report = (finding: Finding): void => {
    if (findings.length < FINDINGS_MAX) findings.push(finding);
    else findingsLeftOut++;
  };
  const rows = resultsAgainstLog(pool);
  for (;;) {
    const row = rows.peek();
    if (row === undefined) {
      if (await rows.more()) continue;
      return { transactions, withoutRow, findings, findingsLeftOut };
    }
    rows.take();
    if (++transactions % 1_000 === 0) onRows(transactions);
    const { partition, txnId, seq } = row;
    const place = `reconciliation_results partition=${partition} txn_id=${txnId}`;
    const [difference] = row.differences;
    if (seq === null && beginningKept)
      report({
        code: 'RESULT_DIFFERS',
        chain: `lane-${partition}`,
        seq,
        place,
        problem: 'no verdict in the log says this',
        expected: 'a VERDICT row',
        found: 'none',
      });
    else if (seq === null) withoutRow++;
    else if (difference !== undefined)
      report({
        code: 'RESULT_DIFFERS',
        chain: `lane-${partition}`,
        seq,
        place,
        problem: `${difference.field} is not what the last verdict says`,
        expected: difference.audited,
        found: difference.shown,
      });
  }
}
