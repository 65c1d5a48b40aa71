-- A database of version 1 with synthetic people, as it was left by Front Desk. Never changed.
BEGIN TRANSACTION;
CREATE TABLE counter (
  day    TEXT NOT NULL,
  series TEXT NOT NULL,
  last   INTEGER NOT NULL CHECK (last > 0),
  PRIMARY KEY (day, series)
) STRICT, WITHOUT ROWID;
INSERT INTO "counter" VALUES('2026-11-21','A',2);
INSERT INTO "counter" VALUES('2026-11-21','R',1);
INSERT INTO "counter" VALUES('2026-11-21','V',1);
CREATE TABLE head (
  log  INTEGER PRIMARY KEY,
  seq  INTEGER NOT NULL,
  hlc  INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO "head" VALUES(5318954706942767981,6,117651839385600005,X'2516F79376A54BE257C591956EAA3A92822720793C51E4FC81EDFE5F569918F6');
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
INSERT INTO "journal" VALUES(5318954706942767981,1,117651839385600000,1795224600000,'"kiosk"',X'01A1FBB97DC07C4CBA4AED436E268D4A','{"fact":"visit_registered","visit":"01a1fbb9-7dc0-7c4c-ba4a-ed436e268d4a","number":{"day":"2026-11-21","series":"V","n":1},"unit":"3-1-502","purpose":"family","companions":1,"by_card":false,"state":"inside","valid_until":1795267800000}',X'6488505CC8DBB42A0D837D9124CC37A6078AA208A562687753A69A66D47DB550A3B33AEC3F55E2C552642DB9B33354A539D49129B45FE56FC9F5B65180F31D7C3205B42FA94DAD739322B56347ABAFA0DCB0B23EA1C8174221B77B0A7C7FDBBFA119601CBD16',X'4D4DEE5F4363573FD0FDE8DC5B7E736B022169344B2D5D571EBFE7B40DB6BECC',X'D963CF14DA15626AC4499A5FA96998E9C105E337D10BC47FD490393F5650EB6E',X'76DE8BDAF6A7BD49364C105C68671D9B805426A19E6461D483D8152ED48A3741');
INSERT INTO "journal" VALUES(5318954706942767981,2,117651839385600001,1795224600000,'"kiosk"',X'01A1FBB97DC070AC873DA67D4D80F72E','{"fact":"request_logged","request":"01a1fbb9-7dc0-70ac-873d-a67d4d80f72e","number":{"day":"2026-11-21","series":"R","n":1},"mark":"repair","channel":"kiosk","unit":"3-1-502","answer_by":1795428000000}',X'7B7E698D595227EBC7C43CC18CEDD2B879E43DB6B630C12C4606037B3A51B1C8AA08B204398162A0DC9873EFA30E59970D747E5D41C5FE32D92F659E0E841643B76ED9AC851FD8E31540AC155F5715846935B3F750D157E5D31C5D9139A4FBE77C848A0D7FD82CE62848B7522BCAAEF1',X'4BF212464C1FC84C20ACED08F4365B9527E6973B209A54A6A7683F3A4FD17B5D',X'B08BD3306BE3466938B13DA039842CC4C11D5FF294B243270BC162CD9B022ED0',X'0DAB2526357C4C71FA9BCE60E4A87EA369682220231F6FF919A25D66A3467301');
INSERT INTO "journal" VALUES(5318954706942767981,3,117651839385600002,1795224600000,'"kiosk"',X'01A1FBB97DC07072B1CC53F30B713F1D','{"fact":"number_taken","ticket":"01a1fbb9-7dc0-7072-b1cc-53f30b713f1d","number":{"day":"2026-11-21","series":"A","n":1},"service":"fees"}',NULL,NULL,NULL,X'C587CB8AB2140D835550522ADADD8F0B87CAEBBEDC22DE343580CC824517B09D');
INSERT INTO "journal" VALUES(5318954706942767981,4,117651839385600003,1795224600000,'"kiosk"',X'01A1FBB97DC0720A96E862CF12237895','{"fact":"number_taken","ticket":"01a1fbb9-7dc0-720a-96e8-62cf12237895","number":{"day":"2026-11-21","series":"A","n":2},"service":"fees"}',NULL,NULL,NULL,X'7C10CF59B11D85F17882E3744A9A75A0116DCB262B717FC705551579D9058A79');
INSERT INTO "journal" VALUES(5318954706942767981,5,117651839385600004,1795224600000,'{"counter":1}',X'01A1FBB97DC07072B1CC53F30B713F1D','{"fact":"number_moved","ticket":"01a1fbb9-7dc0-7072-b1cc-53f30b713f1d","act":{"call":{"counter":1}}}',NULL,NULL,NULL,X'3CC023DF37D80DCDC26FD7FFF5BDAE3C1BD1955B1AB5EDC50E764D9ACB75B6BD');
INSERT INTO "journal" VALUES(5318954706942767981,6,117651839385600005,1795224600000,'{"counter":1}',X'01A1FBB97DC07072B1CC53F30B713F1D','{"fact":"number_moved","ticket":"01a1fbb9-7dc0-7072-b1cc-53f30b713f1d","act":"miss"}',NULL,NULL,NULL,X'2516F79376A54BE257C591956EAA3A92822720793C51E4FC81EDFE5F569918F6');
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('log',5318954706942767981);
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
INSERT INTO "outbox" VALUES(1,X'01A1FBB97DC07488B94808B3AC3AFB3A','pass',X'01A1FBB97DC07C4CBA4AED436E268D4A','{"id":"01a1fbb9-7dc0-7488-b948-08b3ac3afb3a","kind":"pass","entity":"01a1fbb9-7dc0-7c4c-ba4a-ed436e268d4a","lines":[{"centre":"阳光花园物业服务中心"},{"title":"访客通行证"},"rule",{"huge":"V001"},{"pair":["访客","测*甲"]},{"pair":["到访","3-1-502"]},{"pair":["事由","亲友"]},{"pair":["同行","1 人"]},{"pair":["登记","2026-11-21 09:30"]},{"pair":["有效至","2026-11-21 21:30"]},"rule",{"qr":["FDV01a1fbb97dc07c4cba4aed436e268d4a","离开时请扫此码"]}]}','printed',1,0,1795224600000,1795224600000);
INSERT INTO "outbox" VALUES(2,X'01A1FBB97DC07323A9269A3DB06A6241','receipt',X'01A1FBB97DC070AC873DA67D4D80F72E','{"id":"01a1fbb9-7dc0-7323-a926-9a3db06a6241","kind":"receipt","entity":"01a1fbb9-7dc0-70ac-873d-a67d4d80f72e","lines":[{"centre":"阳光花园物业服务中心"},{"title":"业主诉求受理单"},"rule",{"title":"R20261121-001"},{"pair":["类别","报修"]},{"pair":["房号","3-1-502"]},{"pair":["电话","139****1234"]},{"pair":["时间","2026-11-21 09:30"]},{"text":"事由：厨房水管漏水"},{"pair":["最迟答复","2026-11-23 18:00"]},"rule",{"qr":["FDR01a1fbb97dc070ac873da67d4d80f72e","查询进度请出示此码"]},{"centre":"24 小时电话 400-000-0000"}]}','printed',1,0,1795224600000,1795224600000);
INSERT INTO "outbox" VALUES(3,X'01A1FBB97DC071C8AA32B506F7CC5C8D','ticket',X'01A1FBB97DC07072B1CC53F30B713F1D','{"id":"01a1fbb9-7dc0-71c8-aa32-b506f7cc5c8d","kind":"ticket","entity":"01a1fbb9-7dc0-7072-b1cc-53f30b713f1d","lines":[{"centre":"阳光花园物业服务中心"},{"title":"排队取号"},"rule",{"huge":"A001"},{"title":"交费"},{"centre":"您是下一位"},"rule",{"pair":["取号时间","2026-11-21 09:30"]},{"text":"请备好：房号、缴费通知单"},{"centre":"请留意叫号，过号请到前台"}]}','printed',1,0,1795224600000,1795224600000);
INSERT INTO "outbox" VALUES(4,X'01A1FBB97DC0732298F7B6E353153155','ticket',X'01A1FBB97DC0720A96E862CF12237895','{"id":"01a1fbb9-7dc0-7322-98f7-b6e353153155","kind":"ticket","entity":"01a1fbb9-7dc0-720a-96e8-62cf12237895","lines":[{"centre":"阳光花园物业服务中心"},{"title":"排队取号"},"rule",{"huge":"A002"},{"title":"交费"},{"centre":"前面还有 1 人"},"rule",{"pair":["取号时间","2026-11-21 09:30"]},{"text":"请备好：房号、缴费通知单"},{"centre":"请留意叫号，过号请到前台"}]}','printed',1,0,1795224600000,1795224600000);
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
INSERT INTO "request" VALUES(1,X'01A1FBB97DC070AC873DA67D4D80F72E','2026-11-21','R',1,'repair','kiosk','3-1-502','new',1795224600000,1795428000000,'示例乙','13900001234','厨房水管漏水');
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
INSERT INTO "ticket" VALUES(1,X'01A1FBB97DC07072B1CC53F30B713F1D','2026-11-21','A',1,'fees','missed',1795224600000,1,1795224600000);
INSERT INTO "ticket" VALUES(2,X'01A1FBB97DC0720A96E862CF12237895','2026-11-21','A',2,'fees','waiting',1795224600000,NULL,NULL);
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
INSERT INTO "visit" VALUES(1,X'01A1FBB97DC07C4CBA4AED436E268D4A','2026-11-21','V',1,'3-1-502','family',1,0,'inside',1795224600000,1795267800000,NULL,'测试甲','13800005678','粤B12345',NULL,NULL,NULL);
CREATE TABLE visit_gram (
  gram TEXT NOT NULL,
  row  INTEGER NOT NULL,
  PRIMARY KEY (gram, row)
) STRICT, WITHOUT ROWID;
INSERT INTO "visit_gram" VALUES('测',1);
INSERT INTO "visit_gram" VALUES('测试',1);
INSERT INTO "visit_gram" VALUES('甲',1);
INSERT INTO "visit_gram" VALUES('试',1);
INSERT INTO "visit_gram" VALUES('试甲',1);
CREATE INDEX journal_entity ON journal (entity);
CREATE INDEX visit_inside ON visit (arrived) WHERE state = 'inside';
CREATE INDEX visit_unit ON visit (unit, row);
CREATE INDEX visit_digest ON visit (id_digest) WHERE id_digest IS NOT NULL;
CREATE INDEX visit_gram_row ON visit_gram (row);
CREATE INDEX request_open ON request (row) WHERE state IN ('new', 'accepted', 'dispatched');
CREATE INDEX ticket_waiting ON ticket (service, row) WHERE state = 'waiting';
CREATE INDEX ticket_open ON ticket (row) WHERE state IN ('waiting', 'called', 'missed', 'parked', 'serving');
CREATE UNIQUE INDEX ticket_in_hand ON ticket (counter) WHERE state IN ('called', 'serving');
CREATE INDEX outbox_waiting ON outbox (row) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX outbox_entity ON outbox (entity);
COMMIT;
