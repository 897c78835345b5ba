-- Up Migration

-- What each verification of the evidence came to, for whoever looks at a screen. It proves nothing: whoever may do anything in the database could
-- write here too. What proves is signed and lies outside (docs/adr/0011).
CREATE TABLE verifications (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ended_at   timestamptz NOT NULL DEFAULT now(),
  -- The number of the checkpoint it began from; NULL: it began at the beginning.
  since      int,
  -- Every transaction's verdict was held against the log as well.
  results    boolean NOT NULL,
  chains     int NOT NULL,
  audit_rows bigint NOT NULL,
  raw_rows   bigint NOT NULL,
  -- How much did not hold, and the first of it.
  findings   int NOT NULL,
  code       text,
  chain      text,
  seq        bigint,
  place      text,
  problem    text,
  CHECK ((findings > 0) = (code IS NOT NULL AND problem IS NOT NULL))
);
CREATE INDEX verifications_failed ON verifications (id) WHERE findings > 0;
GRANT INSERT ON verifications TO tieout_verifier;
GRANT SELECT ON verifications TO tieout_reader;

-- Down Migration
-- None: what runs said is kept.
