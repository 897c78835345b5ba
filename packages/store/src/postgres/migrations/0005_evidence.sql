-- Up Migration

-- Redrives put raw rows into the ranges of earlier flushes. Whoever verifies those has to know of them without reading the whole log; they are few.
CREATE INDEX audit_logs_redrives ON audit_logs (chain, seq) WHERE action = 'REDRIVE';

-- A day of its own was not append-only for its owner: of the parent's triggers a partition has those for each row, and TRUNCATE has none of them.
CREATE OR REPLACE FUNCTION ensure_day_partitions(from_day date, to_day date) RETURNS void
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
        EXECUTE format('CREATE TRIGGER day_no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', child);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, day, day + 1);
      END IF;
    END LOOP;
  END LOOP;
END
$$;
DO $$
DECLARE
  child regclass;
BEGIN
  FOR child IN SELECT inhrelid FROM pg_inherits WHERE inhparent IN ('raw_events'::regclass, 'audit_logs'::regclass) LOOP
    EXECUTE format('CREATE TRIGGER day_no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', child);
  END LOOP;
END
$$;

-- Down Migration
-- None: an index and triggers take nothing away.
