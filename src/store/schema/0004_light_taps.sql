-- Version 4: less to write and to read when somebody taps.

-- Visits: the pieces of the newest, by which a guard finds them, apart from all the others. Each piece of a visit belongs on a
-- page of its own among those of a million visits, and every page is four thousand bytes of a commit; among those of the last
-- few dozen they share some pages, and go over to `visit_gram` together.
CREATE TABLE visit_gram_new (
  gram TEXT NOT NULL,
  row  INTEGER NOT NULL,
  PRIMARY KEY (gram, row)
) STRICT, WITHOUT ROWID;

-- All pieces, wherever they stand.
CREATE VIEW visit_piece AS SELECT gram, row FROM visit_gram_new UNION ALL SELECT gram, row FROM visit_gram;

-- Queue: who waits before a ticket is counted in the index alone.
DROP INDEX ticket_open;
CREATE INDEX ticket_open ON ticket (row, state) WHERE state NOT IN ('done', 'cancelled');
