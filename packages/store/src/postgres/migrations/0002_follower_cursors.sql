-- Up Migration

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tieout_notifier') THEN
    CREATE ROLE tieout_notifier NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another database of the same server is being migrated now
END
$$;

-- How far each follower of the log has got in each chain: everything up to seq has been delivered. The hash is that of the row at seq, so
-- that a log that was replaced is noticed. A process works on the chains whose lease it holds.
CREATE TABLE follower_cursors (
  follower     text NOT NULL,
  chain        text NOT NULL,
  seq          bigint NOT NULL DEFAULT 0,
  hash         bytea NOT NULL DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000',
  leased_by    text,
  leased_until timestamptz,
  updated_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (follower, chain)
) WITH (fillfactor = 20);

GRANT USAGE ON SCHEMA public TO tieout_notifier;
GRANT SELECT ON audit_logs TO tieout_notifier;
-- Where each chain ends: a look for news must not search the log.
GRANT SELECT (partition, chain_seq, chain_hash) ON lanes TO tieout_notifier;
GRANT SELECT, INSERT, UPDATE ON follower_cursors TO tieout_notifier;

-- Down Migration
-- None: a follower that forgets its cursor delivers everything once more.
