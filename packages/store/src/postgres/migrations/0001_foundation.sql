-- Up Migration

-- Group roles. Logins are made by whoever runs the server and made members of these; a database never holds a password.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['tieout_writer', 'tieout_reader', 'tieout_verifier'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    END IF;
  END LOOP;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another database of the same server is being migrated now
END
$$;

-- One row a lane (= partition p of every input topic). Its lock, held to COMMIT, orders a lane's flushes; its columns are
-- compare-and-set by each flush, so the flush of an owner that lost the lane fails whole.
CREATE TABLE lanes (
  partition        int PRIMARY KEY CHECK (partition >= 0),
  partition_count  int NOT NULL CHECK (partition_count > partition),
  epoch            bigint NOT NULL DEFAULT 0,
  owner            text,
  flush_number     bigint NOT NULL DEFAULT 0,
  rules_version    int NOT NULL DEFAULT 1,
  -- The next offset to read, per source: what is below has been committed here.
  core_position    bigint NOT NULL DEFAULT 0,
  gateway_position bigint NOT NULL DEFAULT 0,
  mobile_position  bigint NOT NULL DEFAULT 0,
  -- How far each source is known to have been read, in the broker's time; lane_time = least of them − grace, never going back.
  core_progress    timestamptz NOT NULL DEFAULT '2000-01-01Z',
  gateway_progress timestamptz NOT NULL DEFAULT '2000-01-01Z',
  mobile_progress  timestamptz NOT NULL DEFAULT '2000-01-01Z',
  lane_time        timestamptz NOT NULL DEFAULT '2000-01-01Z',
  chain_seq        bigint NOT NULL DEFAULT 0,
  chain_hash       bytea NOT NULL DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000',
  -- Transactions of this lane now in each status, moved by the flush that moves them: counters for people need no scan.
  status_counts    jsonb NOT NULL DEFAULT '{}',
  -- Records read so far, per source, whatever became of them: the left side of the proof line.
  core_arrived     bigint NOT NULL DEFAULT 0,
  gateway_arrived  bigint NOT NULL DEFAULT 0,
  mobile_arrived   bigint NOT NULL DEFAULT 0,
  halted           text,
  updated_at       timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 20);

-- Wide values are compressed with lz4: pglz, the default, took half of a flush's time.
-- Every accepted record with its exact bytes, one row an (source, partition, offset). Few indexes: this is the hottest table.
CREATE TABLE raw_events (
  source       text NOT NULL CHECK (source IN ('core', 'gateway', 'mobile')),
  partition    int NOT NULL,
  "offset"     bigint NOT NULL,
  append_time  timestamptz NOT NULL,
  event_id     text NOT NULL,
  txn_id       text NOT NULL,
  event_type   text NOT NULL,
  status       text NOT NULL,
  outcome      text NOT NULL,
  amount_minor bigint NOT NULL,
  currency     text NOT NULL,
  event_time   timestamptz NOT NULL,
  schema_id    int NOT NULL,
  payload      bytea COMPRESSION lz4 NOT NULL,
  ingested_on  date NOT NULL,
  PRIMARY KEY (source, partition, "offset", ingested_on)
) PARTITION BY RANGE (ingested_on);
CREATE INDEX raw_events_txn_id ON raw_events (txn_id);

CREATE TABLE reconciliation_results (
  partition         int NOT NULL,
  txn_id            text NOT NULL,
  status            text NOT NULL CHECK (status IN ('PENDING', 'PARTIAL', 'MATCHED', 'MISMATCHED', 'RESOLVED', 'CLOSED')),
  reasons           text[] NOT NULL,
  severity          text CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  at_fault          text CHECK (at_fault IN ('core', 'gateway', 'mobile')),
  hints             text[] NOT NULL,
  currency          text NOT NULL,
  amount_minor      bigint NOT NULL,
  discrepancy_minor numeric,
  at_risk_minor     numeric NOT NULL,
  channel           text NOT NULL,
  sources           text[] NOT NULL,
  missing           text[] NOT NULL,
  first_seen_at     timestamptz NOT NULL,
  deadline_at       timestamptz NOT NULL,
  broken_at         timestamptz,
  updated_at        timestamptz NOT NULL,
  rule_version      int NOT NULL,
  legs              jsonb COMPRESSION lz4 NOT NULL,
  resolution        jsonb,
  assignee          text,
  work_state        text NOT NULL DEFAULT 'OPEN' CHECK (work_state IN ('OPEN', 'ASSIGNED', 'AWAITING_APPROVAL', 'RESOLVED')),
  revision          bigint NOT NULL,
  -- The packed event set: what the lane folds the next event into, however old the transaction.
  state             bytea NOT NULL,
  -- The next lane time at which the verdict could change; NULL when the transaction is closed. Not indexed, so updates stay HOT:
  -- the deadline sweep finds it by first_seen_at, because almost all of them lie within one SLA of it.
  due_at            timestamptz,
  -- due_at again, only where it lies further from first_seen_at than the sweep looks back (a reversal, or a first success, long
  -- after the first event). Mostly NULL, so its index is tiny.
  late_due_at       timestamptz,
  PRIMARY KEY (partition, txn_id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
CREATE INDEX reconciliation_results_first_seen ON reconciliation_results (first_seen_at, txn_id);
CREATE INDEX reconciliation_results_txn_id ON reconciliation_results (txn_id text_pattern_ops);
CREATE INDEX reconciliation_results_late_due ON reconciliation_results (partition, late_due_at) WHERE late_due_at IS NOT NULL;

-- The one ordered log that everything downstream follows. detail is text, not jsonb: the hash is over its exact bytes (RFC 8785).
CREATE TABLE audit_logs (
  chain      text NOT NULL,
  seq        bigint NOT NULL,
  at         timestamptz NOT NULL,
  actor      text NOT NULL,
  action     text NOT NULL,
  txn_id     text,
  command_id uuid,
  detail     text COMPRESSION lz4 NOT NULL,
  prev_hash  bytea NOT NULL,
  hash       bytea NOT NULL,
  logged_on  date NOT NULL,
  PRIMARY KEY (chain, seq, logged_on)
) PARTITION BY RANGE (logged_on);
CREATE INDEX audit_logs_txn_id ON audit_logs (txn_id) WHERE txn_id IS NOT NULL;

-- Numbered chains for people's actions and reads; an API process writes to one while it holds its lease.
CREATE TABLE chains (
  chain        text PRIMARY KEY,
  seq          bigint NOT NULL DEFAULT 0,
  hash         bytea NOT NULL DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000',
  leased_by    text,
  leased_until timestamptz
);

CREATE TABLE dead_letters (
  topic       text NOT NULL,
  partition   int NOT NULL,
  "offset"    bigint NOT NULL,
  append_time timestamptz NOT NULL,
  key         bytea, -- NULL where the record had none, empty where it was empty
  code        text NOT NULL,
  error       text NOT NULL,
  payload     bytea,
  headers     jsonb NOT NULL DEFAULT '{}',
  attempts    int NOT NULL DEFAULT 0,
  parent      text,
  redriven_at timestamptz,
  refused_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, partition, "offset")
);
CREATE INDEX dead_letters_refused ON dead_letters (refused_at);

-- What people asked for; the lane takes each exactly once, in a flush.
CREATE TABLE commands (
  id           uuid PRIMARY KEY,
  partition    int NOT NULL,
  txn_id       text,
  verb         text NOT NULL,
  actor        text NOT NULL,
  body         jsonb NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  applied_at   timestamptz,
  outcome      jsonb
);
CREATE INDEX commands_waiting ON commands (partition, requested_at) WHERE applied_at IS NULL;

CREATE TABLE rule_sets (
  version        int PRIMARY KEY CHECK (version > 0),
  state          text NOT NULL CHECK (state IN ('draft', 'awaiting_approval', 'scheduled', 'active', 'retired')),
  effective_from timestamptz,
  body           jsonb NOT NULL,
  author         text NOT NULL,
  approver       text,
  created_at     timestamptz NOT NULL DEFAULT now(),
  CHECK (state NOT IN ('scheduled', 'active', 'retired') OR effective_from IS NOT NULL)
);

-- Additive counters and sums of one minute (of the audit rows' `at`), moved by the flush itself; readers sum over partitions.
-- measure: 'verdict' (key = status entered), 'reason' (key = reason gained), 'judged' / 'refused' (key = source), …
CREATE TABLE stats_minute (
  partition int NOT NULL,
  minute    timestamptz NOT NULL,
  measure   text NOT NULL,
  key       text NOT NULL,
  currency  text NOT NULL DEFAULT '',
  count     bigint NOT NULL,
  amount    numeric NOT NULL DEFAULT 0,
  PRIMARY KEY (minute, measure, key, currency, partition)
) WITH (fillfactor = 50);

-- Makes the day partitions [from_day, to_day] of the two big append-only tables. Attached rather than created in place: attaching
-- does not block the lanes' inserts. Safe to repeat and to run from several processes.
CREATE FUNCTION ensure_day_partitions(from_day date, to_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  day    date;
  parent text;
  child  text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_day_partitions'));
  FOR day IN SELECT generate_series(from_day, to_day, interval '1 day')::date LOOP
    FOREACH parent IN ARRAY ARRAY['raw_events', 'audit_logs'] LOOP
      child := parent || '_' || to_char(day, 'YYYYMMDD');
      IF to_regclass(child) IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMPRESSION)', child, parent);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, day, day + 1);
      END IF;
    END LOOP;
  END LOOP;
END
$$;
SELECT ensure_day_partitions(current_date - 1, current_date + 7);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER raw_events_append_only BEFORE UPDATE OR DELETE ON raw_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_logs_append_only BEFORE UPDATE OR DELETE ON audit_logs FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER raw_events_no_truncate BEFORE TRUNCATE ON raw_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_logs_no_truncate BEFORE TRUNCATE ON audit_logs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE ALL ON FUNCTION ensure_day_partitions(date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_day_partitions(date, date) TO tieout_writer, tieout_reader;
GRANT USAGE ON SCHEMA public TO tieout_writer, tieout_reader, tieout_verifier;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO tieout_writer, tieout_reader, tieout_verifier;
-- The reconciler: the only writer of verdicts.
GRANT INSERT, UPDATE ON lanes, reconciliation_results, stats_minute, dead_letters TO tieout_writer;
GRANT INSERT ON raw_events, audit_logs TO tieout_writer;
GRANT UPDATE (applied_at, outcome) ON commands TO tieout_writer;
-- The API: reads, writes down who read, and asks through commands.
GRANT INSERT ON audit_logs, commands TO tieout_reader;
GRANT INSERT, UPDATE ON chains TO tieout_reader;

-- Down Migration
-- None: the tables hold evidence. A new state starts from an empty database.
