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
-- queue: a list of three or more in an index or a CHECK is a b-tree that SQLite builds anew in each statement that
-- meets it, ten thousand instructions each; a list of two is compared. So what is open is said by what is over.
DROP INDEX ticket_open;
CREATE INDEX ticket_open ON ticket (row) WHERE state NOT IN ('done', 'cancelled');

-- Requests: kinds, promises, who has it, 催单.
ALTER TABLE request ADD COLUMN kind TEXT;
ALTER TABLE request ADD COLUMN wished TEXT;
ALTER TABLE request ADD COLUMN department TEXT;
ALTER TABLE request ADD COLUMN promised INTEGER;   -- the last promise after answer_by; NULL: there was none
ALTER TABLE request ADD COLUMN urges INTEGER NOT NULL DEFAULT 0;
ALTER TABLE request ADD COLUMN urged INTEGER;      -- when last
ALTER TABLE request ADD COLUMN rank TEXT NOT NULL DEFAULT 'desk' CHECK (rank IN ('desk','supervisor','manager'));
CREATE INDEX request_unit ON request (unit) WHERE state IN ('new', 'accepted', 'dispatched');

-- What an owner says of a finished request, once.
CREATE TABLE rating (
  request BLOB PRIMARY KEY CHECK (length(request) = 16),
  at      INTEGER NOT NULL,
  speed   INTEGER NOT NULL CHECK (speed BETWEEN 1 AND 3),
  quality INTEGER NOT NULL CHECK (quality BETWEEN 1 AND 3),
  manner  INTEGER NOT NULL CHECK (manner BETWEEN 1 AND 3),
  words   TEXT
) STRICT, WITHOUT ROWID;
-- Households: keyed digests (HMAC-SHA256, 16 bytes) alone. A telephone is compared, nobody's list stands here in clear.
CREATE TABLE household (
  row   INTEGER PRIMARY KEY,
  id    BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  unit  TEXT NOT NULL,
  phone BLOB NOT NULL CHECK (length(phone) = 16),
  name  BLOB NOT NULL CHECK (length(name) = 16)
) STRICT;
CREATE INDEX household_unit ON household (unit);

-- Outbox: more kinds of slips, every step on the way a state of its own, and how well a print is proved. Rebuilt, because a
-- CHECK cannot be widened in place; what an older version called printed is confirmed, by what proof nobody knows any more.
CREATE TABLE outbox_2 (
  row     INTEGER PRIMARY KEY,
  id      BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind    TEXT NOT NULL CHECK (kind = 'ticket' OR kind = 'pass' OR kind = 'receipt' OR kind = 'dispatch' OR kind = 'return'
                               OR kind = 'roll'),
  entity  BLOB NOT NULL CHECK (length(entity) = 16),
  slip    TEXT,                             -- JSON of Slip; NULL after erasure
  state   TEXT NOT NULL CHECK (state = 'queued' OR state = 'claimed' OR state = 'sending' OR state = 'sent'
                               OR state = 'confirmed' OR state = 'unknown' OR state = 'failed' OR state = 'expired'
                               OR state = 'void'),
  proof   TEXT CHECK (proof IS NULL OR (state = 'confirmed' AND (proof = 'accepted' OR proof = 'status' OR proof = 'echo'
                      OR proof = 'process_id'))),
  attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
  reprint INTEGER NOT NULL DEFAULT 0 CHECK (reprint IN (0, 1)),
  made    INTEGER NOT NULL,                 -- when it was put in line, ms since 1970 UTC; staff's 补打 puts it there anew
  settled INTEGER
) STRICT;
INSERT INTO outbox_2 (row, id, kind, entity, slip, state, attempt, reprint, made, settled)
  SELECT row, id, kind, entity, slip, iif(state = 'printed', 'confirmed', state), attempt, reprint, made, settled FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_2 RENAME TO outbox;
CREATE INDEX outbox_waiting ON outbox (row) WHERE state <> 'confirmed' AND state <> 'expired' AND state <> 'void';

-- ticket: when it was finished, for honest waiting times; what older versions left is filled from the journal.
ALTER TABLE ticket ADD COLUMN ended INTEGER;
UPDATE ticket SET ended =
  (SELECT max(at) FROM journal WHERE entity = ticket.id
     AND json_extract(body, '$.fact') = 'number_moved' AND json_extract(body, '$.act') = 'finish')
  WHERE state = 'done';
-- Visits: appointments, the household's word, the notice. The table is written anew because a CHECK cannot be widened;
-- its states are compared one by one, because a list would be built anew for each row that is written.
CREATE TABLE visit_2 (
  row        INTEGER PRIMARY KEY,
  id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  day        TEXT NOT NULL,
  series     TEXT NOT NULL,                 -- Y while a booking, V from the arrival on
  number     INTEGER NOT NULL,
  unit       TEXT NOT NULL,
  purpose    TEXT NOT NULL,
  companions INTEGER NOT NULL,
  by_card    INTEGER NOT NULL CHECK (by_card IN (0, 1)),
  state      TEXT NOT NULL
             CHECK (state = 'expected' OR state = 'at_desk' OR state = 'inside' OR state = 'left' OR state = 'refused'
                    OR state = 'closed_unknown' OR state = 'lapsed'),
  arrived    INTEGER NOT NULL,              -- of a booking, until the guest comes, when it was made
  valid_until INTEGER NOT NULL,
  left_at    INTEGER,                       -- only a time that somebody saw
  name       TEXT,
  phone      TEXT,
  plate      TEXT,
  id_last4   TEXT,
  id_digest  BLOB,                          -- HMAC-SHA256, 16 bytes
  id_sealed  BLOB,
  goods      TEXT NOT NULL DEFAULT 'none',
  booked_from INTEGER,
  booked_to  INTEGER,
  code       TEXT,                          -- of a booking, until the guest comes
  decided    INTEGER,                       -- when the desk decided about a visitor who waited
  UNIQUE (day, series, number),
  CHECK (left_at IS NULL OR state = 'left'),
  CHECK (code IS NULL OR state = 'expected')
) STRICT;
INSERT INTO visit_2 (row, id, day, series, number, unit, purpose, companions, by_card, state, arrived, valid_until, left_at,
                     name, phone, plate, id_last4, id_digest, id_sealed)
  SELECT row, id, day, series, number, unit, purpose, companions, by_card, state, arrived, valid_until, left_at,
         name, phone, plate, id_last4, id_digest, id_sealed FROM visit;
DROP TABLE visit;
ALTER TABLE visit_2 RENAME TO visit;
CREATE INDEX visit_inside ON visit (arrived) WHERE state = 'inside';
CREATE INDEX visit_number ON visit (number);
CREATE INDEX visit_digest ON visit (id_digest) WHERE id_digest IS NOT NULL;
-- Few rows at any time: who waits for a word, who is expected, what the desk decided.
CREATE INDEX visit_waiting ON visit (arrived) WHERE state = 'at_desk';
CREATE INDEX visit_expected ON visit (booked_from) WHERE state = 'expected';
CREATE INDEX visit_decided ON visit (decided) WHERE decided IS NOT NULL;
