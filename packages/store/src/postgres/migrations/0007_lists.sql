-- Up Migration

-- What lists are ordered and narrowed by once something is wrong. All of it is NULL until then, and no index below names `status` or `missing`
-- themselves: an update that changes a column which any index names, be it in its condition, is written to all indexes, and those two change
-- in each transaction. So the ordinary transaction, which comes to agree, touches none of these and its updates stay heap-only (docs/adr/0013).
ALTER TABLE reconciliation_results
  -- 1 critical … 4 low. NOT NULL says: MISMATCHED.
  ADD COLUMN break_rank smallint GENERATED ALWAYS AS (
    CASE WHEN status = 'MISMATCHED' THEN CASE severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 ELSE 4 END END
  ) STORED,
  -- -1 where no amounts were compared: those come last.
  ADD COLUMN break_discrepancy_minor numeric GENERATED ALWAYS AS (
    CASE WHEN status = 'MISMATCHED' THEN coalesce(discrepancy_minor, -1) END
  ) STORED,
  -- What people who chase a break have in hand: the references and event ids of its legs.
  ADD COLUMN break_keys text[] GENERATED ALWAYS AS (
    CASE WHEN status = 'MISMATCHED' THEN array_remove(ARRAY[
      legs #>> '{core,event_id}', legs #>> '{core,reference}', legs #>> '{gateway,event_id}', legs #>> '{gateway,reference}',
      legs #>> '{mobile,event_id}', legs #>> '{mobile,reference}'], NULL) END
  ) STORED,
  -- `missing`, of what has reasons.
  ADD COLUMN broken_missing text[] GENERATED ALWAYS AS (CASE WHEN severity IS NOT NULL THEN missing END) STORED;

-- Each order of the breaks with all that they are narrowed by, so that a filter, a count and a search for few among many read narrow index rows:
-- a few milliseconds for 10,000, where the wide rows behind them would take seconds when they are not in memory.
CREATE INDEX reconciliation_results_breaks ON reconciliation_results (break_rank, broken_at, txn_id)
  INCLUDE (partition, currency, channel, at_fault, work_state, assignee, reasons, broken_missing, first_seen_at, amount_minor)
  WHERE break_rank IS NOT NULL;
CREATE INDEX reconciliation_results_breaks_at_risk ON reconciliation_results (currency, at_risk_minor, txn_id)
  INCLUDE (break_rank, partition, channel, at_fault, work_state, assignee, reasons, broken_missing, first_seen_at, broken_at, amount_minor)
  WHERE break_rank IS NOT NULL;
CREATE INDEX reconciliation_results_breaks_discrepancy ON reconciliation_results (currency, break_discrepancy_minor, txn_id)
  INCLUDE (break_rank, partition, channel, at_fault, work_state, assignee, reasons, broken_missing, first_seen_at, broken_at, amount_minor)
  WHERE break_rank IS NOT NULL;
-- What is wrong, or was and is resolved, by time.
CREATE INDEX reconciliation_results_with_reasons ON reconciliation_results (first_seen_at, txn_id)
  INCLUDE (break_rank, severity, partition, currency, channel, at_fault, work_state, assignee, reasons, broken_missing, broken_at, amount_minor,
    at_risk_minor)
  WHERE severity IS NOT NULL;
-- Its pending list is searched from end to end: kept short.
CREATE INDEX reconciliation_results_break_keys ON reconciliation_results USING gin (break_keys)
  WITH (gin_pending_list_limit = 512) WHERE break_rank IS NOT NULL;

-- Down Migration
-- None: what is derived is derived again by going up.
