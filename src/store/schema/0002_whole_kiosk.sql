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
-- queue, outbox: a list of three or more in an index or a CHECK is a b-tree that SQLite builds anew in each statement that
-- meets it, ten thousand instructions each; a list of two is compared. So what is open is said by what is over.
DROP INDEX ticket_open;
CREATE INDEX ticket_open ON ticket (row) WHERE state NOT IN ('done', 'cancelled');
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (row) WHERE state NOT IN ('printed', 'void');
