-- Up Migration

-- Bounds on what may wait: a lane reads its commands whole, in the statement that begins a flush.
ALTER TABLE commands
  ADD CONSTRAINT commands_verb_bound CHECK (length(verb) <= 32),
  ADD CONSTRAINT commands_actor_bound CHECK (length(actor) BETWEEN 1 AND 256),
  ADD CONSTRAINT commands_txn_id_bound CHECK (length(txn_id) <= 64),
  ADD CONSTRAINT commands_body_bound CHECK (octet_length(body::text) <= 16384);

-- What the lane's auto-resolve policies have closed on the day of its lane time: {"day": "2026-11-21", "minor": {"policy INR": "1234"}}.
ALTER TABLE lanes ADD COLUMN auto_resolved jsonb NOT NULL DEFAULT '{}';

-- Down Migration
-- None: what was resolved stays counted.
