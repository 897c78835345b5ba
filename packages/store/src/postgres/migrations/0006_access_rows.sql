-- Up Migration

-- Whoever serves the API writes down who asked and who read, in the numbered chains, and nothing else: with a row of its own in a lane's chain it
-- could have made the store refuse that lane's next flush.
CREATE FUNCTION append_access_rows(
  to_chain text, seqs bigint[], times timestamptz[], actors text[], actions text[], txn_ids text[], command_ids uuid[], details text[],
  prev_hashes bytea[], hashes bytea[]
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  written bigint;
BEGIN
  IF to_chain !~ '^access-[0-9]+$' THEN
    RAISE EXCEPTION 'no chain of people''s actions and reads: %', to_chain USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO audit_logs (chain, seq, at, actor, action, txn_id, command_id, detail, prev_hash, hash, logged_on)
  SELECT to_chain, r.seq, r.at, r.actor, r.action, r.txn_id, r.command_id, r.detail, r.prev_hash, r.hash, (r.at AT TIME ZONE 'UTC')::date
  FROM unnest(seqs, times, actors, actions, txn_ids, command_ids, details, prev_hashes, hashes)
    AS r (seq, at, actor, action, txn_id, command_id, detail, prev_hash, hash);
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written;
END
$$;
REVOKE ALL ON FUNCTION append_access_rows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_access_rows TO tieout_reader;
REVOKE INSERT ON audit_logs FROM tieout_reader;

-- Down Migration
-- None: a right that nobody needs is not given back.
