-- Up Migration

-- Why a lane that is well cannot read on just now; it goes on by itself. Beside `halted`, which waits for somebody.
ALTER TABLE lanes ADD COLUMN stalled text;

-- Down Migration
-- None: a column that nobody writes says nothing.
