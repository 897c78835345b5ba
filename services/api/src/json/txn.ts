import { lifeCycle } from '@tieout/core';
import type { TransactionRow } from '@tieout/store/reading';
import type { Txn } from '../schemas/index.ts';

export function txnJson(row: TransactionRow): Txn {
  return {
    txn_id: row.txn_id,
    status: row.status,
    life_cycle: lifeCycle(row),
    reasons: row.reasons,
    severity: row.severity,
    at_fault: row.at_fault,
    hints: row.hints,
    currency: row.currency,
    amount_minor: row.amount_minor,
    discrepancy_minor: row.discrepancy_minor,
    at_risk_minor: row.at_risk_minor,
    channel: row.channel,
    sources: row.sources,
    missing: row.missing,
    first_seen_at: row.first_seen_at.toISOString(),
    deadline_at: row.deadline_at.toISOString(),
    broken_at: row.broken_at?.toISOString() ?? null,
    updated_at: row.updated_at.toISOString(),
    rule_version: row.rule_version,
    revision: Number(row.revision),
    assignee: row.assignee,
    work_state: row.work_state,
    legs: row.legs,
  };
}
