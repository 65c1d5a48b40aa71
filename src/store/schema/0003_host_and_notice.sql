-- Version 3: whom a visitor comes to see, and the words of the notice.

-- Each text of the notice before a visit that somebody agreed to; its id is made of its words.
CREATE TABLE notice (
  id      BLOB PRIMARY KEY CHECK (length(id) = 16),
  version TEXT NOT NULL,
  at      INTEGER NOT NULL,                 -- when it was first agreed to, ms since 1970 UTC
  lines   TEXT NOT NULL                     -- JSON: [[language, [line, …]], …]
) STRICT, WITHOUT ROWID;

-- Personal, like the name beside it.
ALTER TABLE visit ADD COLUMN host TEXT;

-- A guest is found by name among all who are expected.
CREATE INDEX visit_expected_name ON visit (name, booked_from) WHERE state = 'expected';
