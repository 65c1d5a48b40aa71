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
INSERT INTO "head" VALUES(3373059949867545780,6,117651839385600005,X'D33B5FFC00C80910652DD7FA7F25E1221217B05A2FE8FFB12DACA46B284CDDD5');
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
INSERT INTO "journal" VALUES(3373059949867545780,1,117651839385600000,1795224600000,'"kiosk"',X'01A1FBB97DC074C798BC6F18B6BB8399','{"fact":"visit_registered","visit":"01a1fbb9-7dc0-74c7-98bc-6f18b6bb8399","number":{"day":"2026-11-21","series":"V","n":1},"unit":"3-1-502","purpose":"family","companions":1,"by_card":false,"state":"inside","valid_until":1795267800000}',X'2FE0D944F904BD1639F94C2C9E54924097BE6C1D7A884C51B28013828217B7F89D0725309979B6DC20836C2B0E59D73DBB090FD9FA51BA632E9D80B874AE17267A90FA412D8FDE25265B4B2ABBBCEEEF4F9A6D42792295BEDB3590EC5086BD415A0149C0A827',X'CE1A51BFCF10DD82FABD544D1F3FF9B698A8774E5DE81A70E417525EC24D36EB',X'98568330E0F372C1DAE5A471C05096059836C3E429C4BA590B9E4988FC708395',X'74D35D987F827EA846E7E47CF63AE74CAD6B66A12D2B70749AAC6A6A7A2D5AB6');
INSERT INTO "journal" VALUES(3373059949867545780,2,117651839385600001,1795224600000,'"kiosk"',X'01A1FBB97DC07B41BB29F273DF72D89B','{"fact":"request_logged","request":"01a1fbb9-7dc0-7b41-bb29-f273df72d89b","number":{"day":"2026-11-21","series":"R","n":1},"mark":"repair","channel":"kiosk","unit":"3-1-502","answer_by":1795428000000}',X'FC0064FB34DA58012E6AD45CA101C18E9653BD7BA0AC2495355E6A2320FBC089EA8A5EDD2FCC151F6061AD826EECC303193DBB175169CF93339155DFE47051A31BD3A1DF61EE773701853F1E099BC18C0DA1F3832BEB9E0F2D36C0837A641E00B560018CB7B3961FC8E61F7BD146813C',X'E676A3D56B90F9B579ADF717FA51129606C79C179286ABD895D2F4B343C2FF64',X'F6B91A8A523065DD6A9230119E6CFFC0330613EF8A0D5E8D20D129543B2C8500',X'73C47DBCC0FDDB719F6F4EE236B0EDA7311F47A7E05D7D092E8B21E1AF9FA99D');
INSERT INTO "journal" VALUES(3373059949867545780,3,117651839385600002,1795224600000,'"kiosk"',X'01A1FBB97DC07CD59F0C53BD947D653C','{"fact":"number_taken","ticket":"01a1fbb9-7dc0-7cd5-9f0c-53bd947d653c","number":{"day":"2026-11-21","series":"A","n":1},"service":"fees"}',NULL,NULL,NULL,X'80D36D523EF65B96652EDF8798B2E3ACD7AA96C5207024E61EF694EB9F667606');
INSERT INTO "journal" VALUES(3373059949867545780,4,117651839385600003,1795224600000,'"kiosk"',X'01A1FBB97DC07F52BB154839F2EA2913','{"fact":"number_taken","ticket":"01a1fbb9-7dc0-7f52-bb15-4839f2ea2913","number":{"day":"2026-11-21","series":"A","n":2},"service":"fees"}',NULL,NULL,NULL,X'7A9561B0B6DCE61259FC394043F1573A6F011A3E7046319FE1B2A401E5CFF565');
INSERT INTO "journal" VALUES(3373059949867545780,5,117651839385600004,1795224600000,'{"counter":1}',X'01A1FBB97DC07CD59F0C53BD947D653C','{"fact":"number_moved","ticket":"01a1fbb9-7dc0-7cd5-9f0c-53bd947d653c","act":{"call":{"counter":1}}}',NULL,NULL,NULL,X'42846AA3BA5FCF5FD2B5AA0BBFF8B908ABE7F7B5E0311A6A4CD894BEEEA2D195');
INSERT INTO "journal" VALUES(3373059949867545780,6,117651839385600005,1795224600000,'{"counter":1}',X'01A1FBB97DC07CD59F0C53BD947D653C','{"fact":"number_moved","ticket":"01a1fbb9-7dc0-7cd5-9f0c-53bd947d653c","act":"miss"}',NULL,NULL,NULL,X'D33B5FFC00C80910652DD7FA7F25E1221217B05A2FE8FFB12DACA46B284CDDD5');
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('log',3373059949867545780);
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
INSERT INTO "outbox" VALUES(1,X'01A1FBB97DC079D897E9AE8A9CC2DE8C','pass',X'01A1FBB97DC074C798BC6F18B6BB8399','{"id":"01a1fbb9-7dc0-79d8-97e9-ae8a9cc2de8c","kind":"pass","entity":"01a1fbb9-7dc0-74c7-98bc-6f18b6bb8399","lines":[{"centre":"阳光花园物业服务中心"},{"title":"访客通行证"},"rule",{"huge":"V001"},{"pair":["访客","测*甲"]},{"pair":["到访","3-1-502"]},{"pair":["事由","亲友"]},{"pair":["同行","1 人"]},{"pair":["登记","2026-11-21 09:30"]},{"pair":["有效至","2026-11-21 21:30"]},"rule",{"qr":["FDV01a1fbb97dc074c798bc6f18b6bb8399","离开时请扫此码"]}]}','printed',1,0,1795224600000,1795224600000);
INSERT INTO "outbox" VALUES(2,X'01A1FBB97DC07898B450A6C3CEBFB696','receipt',X'01A1FBB97DC07B41BB29F273DF72D89B','{"id":"01a1fbb9-7dc0-7898-b450-a6c3cebfb696","kind":"receipt","entity":"01a1fbb9-7dc0-7b41-bb29-f273df72d89b","lines":[{"centre":"阳光花园物业服务中心"},{"title":"业主诉求受理单"},"rule",{"title":"R20261121-001"},{"pair":["类别","报修"]},{"pair":["房号","3-1-502"]},{"pair":["电话","139****1234"]},{"pair":["时间","2026-11-21 09:30"]},{"text":"事由：厨房水管漏水"},{"pair":["最迟答复","2026-11-23 18:00"]},"rule",{"qr":["FDR01a1fbb97dc07b41bb29f273df72d89b","查询进度请出示此码"]},{"centre":"24 小时电话 400-000-0000"}]}','printed',1,0,1795224600000,1795224600000);
INSERT INTO "outbox" VALUES(3,X'01A1FBB97DC071ED963F7357F077F886','ticket',X'01A1FBB97DC07CD59F0C53BD947D653C','{"id":"01a1fbb9-7dc0-71ed-963f-7357f077f886","kind":"ticket","entity":"01a1fbb9-7dc0-7cd5-9f0c-53bd947d653c","lines":[{"centre":"阳光花园物业服务中心"},{"title":"排队取号"},"rule",{"huge":"A001"},{"title":"交费"},{"centre":"您是下一位"},"rule",{"pair":["取号时间","2026-11-21 09:30"]},{"text":"请备好：房号、缴费通知单"},{"centre":"请留意叫号，过号请到前台"}]}','printed',1,0,1795224600000,1795224600000);
INSERT INTO "outbox" VALUES(4,X'01A1FBB97DC07FBFB07FCE337B65D94D','ticket',X'01A1FBB97DC07F52BB154839F2EA2913','{"id":"01a1fbb9-7dc0-7fbf-b07f-ce337b65d94d","kind":"ticket","entity":"01a1fbb9-7dc0-7f52-bb15-4839f2ea2913","lines":[{"centre":"阳光花园物业服务中心"},{"title":"排队取号"},"rule",{"huge":"A002"},{"title":"交费"},{"centre":"前面还有 1 人"},"rule",{"pair":["取号时间","2026-11-21 09:30"]},{"text":"请备好：房号、缴费通知单"},{"centre":"请留意叫号，过号请到前台"}]}','printed',1,0,1795224600000,1795224600000);
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
INSERT INTO "request" VALUES(1,X'01A1FBB97DC07B41BB29F273DF72D89B','2026-11-21','R',1,'repair','kiosk','3-1-502','new',1795224600000,1795428000000,'示例乙','13900001234','厨房水管漏水');
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
INSERT INTO "ticket" VALUES(1,X'01A1FBB97DC07CD59F0C53BD947D653C','2026-11-21','A',1,'fees','missed',1795224600000,1,1795224600000);
INSERT INTO "ticket" VALUES(2,X'01A1FBB97DC07F52BB154839F2EA2913','2026-11-21','A',2,'fees','waiting',1795224600000,NULL,NULL);
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
INSERT INTO "visit" VALUES(1,X'01A1FBB97DC074C798BC6F18B6BB8399','2026-11-21','V',1,'3-1-502','family',1,0,'inside',1795224600000,1795267800000,NULL,'测试甲','13800005678','粤B12345',NULL,NULL,NULL);
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
CREATE INDEX ticket_waiting ON ticket (service, row) WHERE state = 'waiting';
CREATE INDEX ticket_open ON ticket (row) WHERE state IN ('waiting', 'called', 'missed', 'parked', 'serving');
CREATE UNIQUE INDEX ticket_in_hand ON ticket (counter) WHERE state IN ('called', 'serving');
CREATE INDEX outbox_waiting ON outbox (row) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX outbox_entity ON outbox (entity);
COMMIT;
