-- Up Migration

-- What was refused of one transaction. Only keys that can be an id: any key up to a megabyte may be sent, and an index entry holds 2704 bytes.
CREATE INDEX dead_letters_key ON dead_letters (key, refused_at) WHERE octet_length(key) <= 64;

-- A redrive names one record by its topic and offset, as digits.
ALTER TABLE commands ADD CONSTRAINT commands_redrive_names_a_record CHECK (
  verb <> 'redrive' OR (coalesce(body ->> 'topic', '') <> '' AND coalesce(body ->> 'offset', '') ~ '^[0-9]{1,18}$'));

-- Down Migration
-- None: an index and a check take nothing away.
