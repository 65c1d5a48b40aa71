-- Version 1: the journal, the tables written beside it, the outbox.
-- Every plain table can be rebuilt from the journal; `outbox` and `meta` are this station's own.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- Append-only. `log` is a random id of this database's incarnation, `seq` has no gaps.
CREATE TABLE journal (
  log        INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  hlc        INTEGER NOT NULL,              -- 48 bits of ms since 1970 UTC, 16 bits of counter: orders facts of many stations
  at         INTEGER NOT NULL,              -- ms since 1970 UTC, as the station's clock said
  author     TEXT NOT NULL,                 -- JSON of Author
  entity     BLOB NOT NULL CHECK (length(entity) = 16),
  body       TEXT NOT NULL,                 -- JSON of Fact: no personal data
  personal   BLOB,                          -- sealed JSON of Personal; NULL where there is none or after erasure
  salt       BLOB,                          -- goes with `personal`, so that the commitment cannot be guessed
  commitment BLOB,                          -- blake3(salt || personal); stays for ever
  hash       BLOB NOT NULL,                 -- blake3 over the previous hash and all columns but personal and salt
  PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_entity ON journal (entity);

CREATE TABLE head (
  log  INTEGER PRIMARY KEY,
  seq  INTEGER NOT NULL,
  hlc  INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;

-- The last number of a series on a day. Never deleted: a clock that jumps back goes on counting.
CREATE TABLE counter (
  day    TEXT NOT NULL,
  series TEXT NOT NULL,
  last   INTEGER NOT NULL CHECK (last > 0),
  PRIMARY KEY (day, series)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
  row        INTEGER PRIMARY KEY,
  id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  day        TEXT NOT NULL,
  series     TEXT NOT NULL,
  number     INTEGER NOT NULL,
  unit       TEXT NOT NULL,
  purpose    TEXT NOT NULL,
  companions INTEGER NOT NULL,
  by_card    INTEGER NOT NULL CHECK (by_card IN (0, 1)),
  state      TEXT NOT NULL CHECK (state IN ('expected','at_desk','inside','left','refused','closed_unknown')),
  arrived    INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  left_at    INTEGER,                       -- only a time that somebody saw
  name       TEXT,
  phone      TEXT,
  plate      TEXT,
  id_last4   TEXT,
  id_digest  BLOB,                          -- HMAC-SHA256, 16 bytes
  id_sealed  BLOB,
  UNIQUE (day, series, number),
  CHECK (left_at IS NULL OR state = 'left')
) STRICT;
CREATE INDEX visit_inside ON visit (arrived) WHERE state = 'inside';
CREATE INDEX visit_number ON visit (number);
CREATE INDEX visit_digest ON visit (id_digest) WHERE id_digest IS NOT NULL;

-- The guard's search: one and two characters of names; with # in front, every beginning of a unit.
CREATE TABLE visit_gram (
  gram TEXT NOT NULL,
  row  INTEGER NOT NULL,
  PRIMARY KEY (gram, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_gram_row ON visit_gram (row);

CREATE TABLE request (
  row       INTEGER PRIMARY KEY,
  id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  day       TEXT NOT NULL,
  series    TEXT NOT NULL,
  number    INTEGER NOT NULL,
  mark      TEXT NOT NULL CHECK (mark IN ('warranty','repair','complaint','service','praise','suggestion','other')),
  channel   TEXT NOT NULL,
  unit      TEXT NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('new','accepted','dispatched','done','struck_off','unsolved')),
  logged    INTEGER NOT NULL,
  answer_by INTEGER,
  name      TEXT,
  phone     TEXT,
  matter    TEXT,
  UNIQUE (day, series, number)
) STRICT;
CREATE INDEX request_open ON request (row) WHERE state IN ('new', 'accepted', 'dispatched');

CREATE TABLE ticket (
  row     INTEGER PRIMARY KEY,
  id      BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  day     TEXT NOT NULL,
  series  TEXT NOT NULL,
  number  INTEGER NOT NULL,
  service TEXT NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('waiting','called','missed','parked','serving','done','cancelled')),
  taken   INTEGER NOT NULL,
  counter INTEGER,
  called  INTEGER,
  UNIQUE (day, series, number)
) STRICT;
CREATE INDEX ticket_open ON ticket (row) WHERE state IN ('waiting', 'called', 'missed', 'parked', 'serving');
-- A counter has at most one number in hand, whatever any program believes.
CREATE UNIQUE INDEX ticket_in_hand ON ticket (counter) WHERE state IN ('called', 'serving');

-- Slips on their way to paper. A state is written before the step that it names. No index on `entity`: only erasure asks
-- by it, and every index is a page more in each commit of a tap.
CREATE TABLE outbox (
  row     INTEGER PRIMARY KEY,
  id      BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind    TEXT NOT NULL CHECK (kind IN ('ticket','pass','receipt')),
  entity  BLOB NOT NULL CHECK (length(entity) = 16),
  slip    TEXT,                             -- JSON of Slip; NULL after erasure
  state   TEXT NOT NULL CHECK (state IN ('queued','sending','printed','unknown','void')),
  attempt INTEGER NOT NULL DEFAULT 0,
  reprint INTEGER NOT NULL DEFAULT 0 CHECK (reprint IN (0, 1)),
  made    INTEGER NOT NULL,
  settled INTEGER
) STRICT;
CREATE INDEX outbox_waiting ON outbox (row) WHERE state IN ('queued', 'sending', 'unknown');
