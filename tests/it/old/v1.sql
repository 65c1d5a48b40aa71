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
INSERT INTO "head" VALUES(5904239326952254288,6,117651839385600005,X'5977C3A45A8D41DB5A75F9E847E2B85A9F898364BF220AABAB18C1EA65973FFE');
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
INSERT INTO "journal" VALUES(5904239326952254288,1,117651839385600000,1795224600000,'"kiosk"',X'01A1FBB97DC078FA8FB4079017A9AB21','{"fact":"visit_registered","visit":"01a1fbb9-7dc0-78fa-8fb4-079017a9ab21","number":{"day":"2026-11-21","series":"V","n":1},"unit":"3-1-502","purpose":"family","companions":1,"by_card":false,"state":"inside","valid_until":1795267800000}',X'FC318D7F0924F7E9019A9EE3B388189A549B5F01232AACC54770DF92DCF83565CAA7EEBDE094716871D309EA82D6DFEF134CC390B9FA6E4AAEBE7D450D86C6868AF34379914BC9A3EA16D809961ED790A5D29D92FA96B6763B9E28F2BF4DABF0944F2B9C85B2',X'E99D89F5F5A28D66CDF24FB300FA4EE9B5FE98FA857048B9703B8D7B52BA1A8F',X'8F83B3B5DE1C57311D34535B002C9AF75B084AF1D111209B7F6C8BEFD67A9E12',X'AE07810D959C0E2BC0CF00EF440FF7A40A0257002EB65AB1D8B082360F5011C8');
INSERT INTO "journal" VALUES(5904239326952254288,2,117651839385600001,1795224600000,'"kiosk"',X'01A1FBB97DC0776097B80D221710A454','{"fact":"request_logged","request":"01a1fbb9-7dc0-7760-97b8-0d221710a454","number":{"day":"2026-11-21","series":"R","n":1},"mark":"repair","channel":"kiosk","unit":"3-1-502","answer_by":1795428000000}',X'C4F903FA9E4816B5A6B7F8F3833379DF7EA6DC86B5B70A60C21208E8AE3BC38DEE6E7C5437AF6BB3C1102DD7949239880AF31D6DA17EB5531A2B55D9D9F1A813B45762979FAAADC6EAA8A36AAE59BEB39E31D66046361A544107E38BC65DB9B9CF22B7A69C86C406879F795F579F41FD',X'FF6DE1B887E30B4416D2058277399B7734CDD786D785FC957B433689CA98E3CF',X'EA659C74E69B21CB2B2F6835110C2C51E005ED7F3D8DB6EEB30C67951A1908DD',X'A41A44C1167CC56B8CB2CCA5318F28ED02483D94C749322F4D2C17A8CA8D9AC3');
INSERT INTO "journal" VALUES(5904239326952254288,3,117651839385600002,1795224600000,'"kiosk"',X'01A1FBB97DC070C3AAF264DFC9346C61','{"fact":"number_taken","ticket":"01a1fbb9-7dc0-70c3-aaf2-64dfc9346c61","number":{"day":"2026-11-21","series":"A","n":1},"service":"fees"}',NULL,NULL,NULL,X'886FA66B54C0692A3B56C8654DE4DFD78FC6C2AE305E7449FF492CFC4F1B5260');
INSERT INTO "journal" VALUES(5904239326952254288,4,117651839385600003,1795224600000,'"kiosk"',X'01A1FBB97DC0701191C380650FE4150F','{"fact":"number_taken","ticket":"01a1fbb9-7dc0-7011-91c3-80650fe4150f","number":{"day":"2026-11-21","series":"A","n":2},"service":"fees"}',NULL,NULL,NULL,X'CDE38297BB4DF4FAB1BDC6592029A4CC96304640A128AE4CA9C407C56FF61F64');
INSERT INTO "journal" VALUES(5904239326952254288,5,117651839385600004,1795224600000,'{"counter":1}',X'01A1FBB97DC070C3AAF264DFC9346C61','{"fact":"number_moved","ticket":"01a1fbb9-7dc0-70c3-aaf2-64dfc9346c61","act":{"call":{"counter":1}}}',NULL,NULL,NULL,X'C9F25D4399F6421CFE12097CE01A6D3EA27BC25CBADE134FB3965107A8372975');
INSERT INTO "journal" VALUES(5904239326952254288,6,117651839385600005,1795224600000,'{"counter":1}',X'01A1FBB97DC070C3AAF264DFC9346C61','{"fact":"number_moved","ticket":"01a1fbb9-7dc0-70c3-aaf2-64dfc9346c61","act":"miss"}',NULL,NULL,NULL,X'5977C3A45A8D41DB5A75F9E847E2B85A9F898364BF220AABAB18C1EA65973FFE');
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('log',5904239326952254288);
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
INSERT INTO "outbox" VALUES(1,X'01A1FBB97DC071288F8084F7CCB65BF5','pass',X'01A1FBB97DC078FA8FB4079017A9AB21','{"id":"01a1fbb9-7dc0-7128-8f80-84f7ccb65bf5","kind":"pass","entity":"01a1fbb9-7dc0-78fa-8fb4-079017a9ab21","lines":[{"centre":"阳光花园物业服务中心"},{"title":"访客通行证"},"rule",{"huge":"V001"},{"pair":["访客","测*甲"]},{"pair":["到访","3-1-502"]},{"pair":["事由","亲友"]},{"pair":["同行","1 人"]},{"pair":["登记","2026-11-21 09:30"]},{"pair":["有效至","2026-11-21 21:30"]},"rule",{"qr":["FDV01a1fbb97dc078fa8fb4079017a9ab21","离开时请扫此码"]}]}','printed',1,0,1795224600000,1795224600000);
INSERT INTO "outbox" VALUES(2,X'01A1FBB97DC078EAB49DE5FE36A0AF51','receipt',X'01A1FBB97DC0776097B80D221710A454','{"id":"01a1fbb9-7dc0-78ea-b49d-e5fe36a0af51","kind":"receipt","entity":"01a1fbb9-7dc0-7760-97b8-0d221710a454","lines":[{"centre":"阳光花园物业服务中心"},{"title":"业主诉求受理单"},"rule",{"title":"R20261121-001"},{"pair":["类别","报修"]},{"pair":["房号","3-1-502"]},{"pair":["电话","139****1234"]},{"pair":["时间","2026-11-21 09:30"]},{"text":"事由：厨房水管漏水"},{"pair":["最迟答复","2026-11-23 18:00"]},"rule",{"qr":["FDR01a1fbb97dc0776097b80d221710a454","查询进度请出示此码"]},{"centre":"24 小时电话 400-000-0000"}]}','printed',1,0,1795224600000,1795224600000);
INSERT INTO "outbox" VALUES(3,X'01A1FBB97DC0738AA6016C6568F52B4A','ticket',X'01A1FBB97DC070C3AAF264DFC9346C61','{"id":"01a1fbb9-7dc0-738a-a601-6c6568f52b4a","kind":"ticket","entity":"01a1fbb9-7dc0-70c3-aaf2-64dfc9346c61","lines":[{"centre":"阳光花园物业服务中心"},{"title":"排队取号"},"rule",{"huge":"A001"},{"title":"交费"},{"centre":"您是下一位"},"rule",{"pair":["取号时间","2026-11-21 09:30"]},{"text":"请备好：房号、缴费通知单"},{"centre":"请留意叫号，过号请到前台"}]}','printed',1,0,1795224600000,1795224600000);
INSERT INTO "outbox" VALUES(4,X'01A1FBB97DC07EFD9E17CB77B7675E9C','ticket',X'01A1FBB97DC0701191C380650FE4150F','{"id":"01a1fbb9-7dc0-7efd-9e17-cb77b7675e9c","kind":"ticket","entity":"01a1fbb9-7dc0-7011-91c3-80650fe4150f","lines":[{"centre":"阳光花园物业服务中心"},{"title":"排队取号"},"rule",{"huge":"A002"},{"title":"交费"},{"centre":"前面还有 1 人"},"rule",{"pair":["取号时间","2026-11-21 09:30"]},{"text":"请备好：房号、缴费通知单"},{"centre":"请留意叫号，过号请到前台"}]}','printed',1,0,1795224600000,1795224600000);
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
INSERT INTO "request" VALUES(1,X'01A1FBB97DC0776097B80D221710A454','2026-11-21','R',1,'repair','kiosk','3-1-502','new',1795224600000,1795428000000,'示例乙','13900001234','厨房水管漏水');
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
INSERT INTO "ticket" VALUES(1,X'01A1FBB97DC070C3AAF264DFC9346C61','2026-11-21','A',1,'fees','missed',1795224600000,1,1795224600000);
INSERT INTO "ticket" VALUES(2,X'01A1FBB97DC0701191C380650FE4150F','2026-11-21','A',2,'fees','waiting',1795224600000,NULL,NULL);
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
INSERT INTO "visit" VALUES(1,X'01A1FBB97DC078FA8FB4079017A9AB21','2026-11-21','V',1,'3-1-502','family',1,0,'inside',1795224600000,1795267800000,NULL,'测试甲','13800005678','粤B12345',NULL,NULL,NULL);
CREATE TABLE visit_gram (
  gram TEXT NOT NULL,
  row  INTEGER NOT NULL,
  PRIMARY KEY (gram, row)
) STRICT, WITHOUT ROWID;
INSERT INTO "visit_gram" VALUES('#3',1);
INSERT INTO "visit_gram" VALUES('#3-1',1);
INSERT INTO "visit_gram" VALUES('#3-1-5',1);
INSERT INTO "visit_gram" VALUES('#3-1-50',1);
INSERT INTO "visit_gram" VALUES('#3-1-502',1);
INSERT INTO "visit_gram" VALUES('测',1);
INSERT INTO "visit_gram" VALUES('测试',1);
INSERT INTO "visit_gram" VALUES('甲',1);
INSERT INTO "visit_gram" VALUES('试',1);
INSERT INTO "visit_gram" VALUES('试甲',1);
CREATE INDEX journal_entity ON journal (entity);
CREATE INDEX visit_inside ON visit (arrived) WHERE state = 'inside';
CREATE INDEX visit_number ON visit (number);
CREATE INDEX visit_digest ON visit (id_digest) WHERE id_digest IS NOT NULL;
CREATE INDEX visit_gram_row ON visit_gram (row);
CREATE INDEX request_open ON request (row) WHERE state IN ('new', 'accepted', 'dispatched');
CREATE INDEX ticket_open ON ticket (row) WHERE state IN ('waiting', 'called', 'missed', 'parked', 'serving');
CREATE UNIQUE INDEX ticket_in_hand ON ticket (counter) WHERE state IN ('called', 'serving');
CREATE INDEX outbox_waiting ON outbox (row) WHERE state IN ('queued', 'sending', 'unknown');
COMMIT;
