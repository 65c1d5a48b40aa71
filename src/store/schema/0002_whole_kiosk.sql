-- Version 2: what the whole kiosk and its slips need. One section a noun.

-- help: calls from a kiosk, and who answered; 突发事件 (R16) among them.
CREATE TABLE help (
  row         INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind        TEXT NOT NULL CHECK (kind IN ('staff', 'emergency')),
  place       TEXT NOT NULL,
  called      INTEGER NOT NULL,
  post        TEXT,                         -- JSON of Post
  answered    INTEGER,
  CHECK ((post IS NULL) = (answered IS NULL))
) STRICT;
CREATE INDEX help_open ON help (row) WHERE answered IS NULL;
