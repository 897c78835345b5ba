-- Up Migration

-- Ids are compared byte by byte, whatever the collation of the database: so that one index finds an id, a beginning of one, and a lane's row, where
-- there were two to write for each new transaction. In every table that knows transactions, or none: an index of one collation is of no use to a
-- join with a column of another. Indexes are built anew: some minutes for tens of millions of rows, with the lanes stopped.
ALTER TABLE reconciliation_results ALTER COLUMN txn_id TYPE text COLLATE "C";
ALTER TABLE raw_events ALTER COLUMN txn_id TYPE text COLLATE "C";
ALTER TABLE audit_logs ALTER COLUMN txn_id TYPE text COLLATE "C";
ALTER TABLE commands ALTER COLUMN txn_id TYPE text COLLATE "C";
DROP INDEX reconciliation_results_txn_id;
ALTER TABLE reconciliation_results DROP CONSTRAINT reconciliation_results_pkey, ADD PRIMARY KEY (txn_id, partition);

-- Down Migration
-- None: every query of an older version is answered as before, a search for the beginning of an id too.
