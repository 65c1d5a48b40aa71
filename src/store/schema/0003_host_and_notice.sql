-- Version 3: whom a visitor comes to see, and the words of the notice; and what older versions left undone.

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

-- When the desk decided about a visitor who waited: version 1 did not keep it, the journal did.
UPDATE visit SET decided =
  (SELECT at FROM journal WHERE entity = visit.id AND json_extract(body, '$.fact') = 'visit_moved'
     AND (json_extract(body, '$.act') = 'admit' OR json_extract(body, '$.act') = 'refuse') ORDER BY hlc DESC LIMIT 1)
  WHERE decided IS NULL AND booked_from IS NULL;

-- A pass that was printed anew outlived the person on it; with it goes what stands of it in the log.
UPDATE outbox SET slip = NULL, state = iif(state = 'confirmed' OR state = 'expired', state, 'void')
  WHERE slip IS NOT NULL AND EXISTS
    (SELECT 1 FROM journal WHERE entity = outbox.entity AND json_extract(body, '$.fact') = 'person_erased');
REPLACE INTO meta (key, value) SELECT 'sweep', random() WHERE changes() > 0;
