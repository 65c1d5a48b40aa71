-- A database of version 2 with synthetic people, as it was left by Front Desk. Never changed.
BEGIN TRANSACTION;
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('log',1290709488226238879);
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
INSERT INTO journal VALUES(1290709488226238879,1,117651839385600000,1795224600000,'"kiosk"',X'01a1fbb97dc078838485fa90e8e04bc9','{"fact":"visit_registered","visit":"01a1fbb9-7dc0-7883-8485-fa90e8e04bc9","number":{"day":"2026-11-21","series":"V","n":1},"unit":"3-1-502","purpose":"family","companions":1,"by_card":false,"state":"inside","valid_until":1795267800000,"notice":"2026-11"}',X'fdc50ecc3be07fcac8765cc81c1d21a2252521b88e17654b342923c0ebb3fb67880a1a5cef22e000ef5059eda0a0ce01c271abb1149b38c7e013d22aa5c1606659e06be1c5f4d872d409d4c8611249c97e32a2a7daaeb9d1f4e03437197460dd427b39eb2e2a',X'924a93b10a100dcb7a32ec9e44afe7598064be72bc8aab9a63a0b57881d19724',X'06c4a1da3ebaeede7e6c4d215468a0d7b6c22f3018a2866a63711abadce5808f',X'30dedef02dba988e9418dd0f2afed87cdf3cfafe35af2efcda7f2d4260d5e34e');
INSERT INTO journal VALUES(1290709488226238879,2,117651839385600001,1795224600000,'"kiosk"',X'01a1fbb97dc07796a1a6452dd6d20bc7','{"fact":"request_logged","request":"01a1fbb9-7dc0-7796-a1a6-452dd6d20bc7","number":{"day":"2026-11-21","series":"R","n":1},"mark":"repair","channel":"kiosk","unit":"3-1-502","answer_by":1795428000000}',X'b1c237b5b0a6197a91014554e1eecaea0d5f211660f9c905dff29aa9a15e603703994ba2dc379863f8e8c0bc270f7c79ca5da6f9e541949c32898242cef6319fce965d662aaf4f182770800c5df58f0ff0a403ab012594666d03e69898fb1c34811a710a521246c000187430bc7df313',X'c371ca09186271def163994d91671565f5fa1ffe059c29ac856b97a79c73d7a8',X'05ad84b912dfdfb459ccffdd8de65c033ee888c5ed2c5374230b4f5315da3d5c',X'd397decae83691b93ca92b0a25b28188a59366890454b26ce8eccd7e84534c85');
INSERT INTO journal VALUES(1290709488226238879,3,117651839385600002,1795224600000,'"kiosk"',X'01a1fbb97dc076329b632b9edcfce335','{"fact":"number_taken","ticket":"01a1fbb9-7dc0-7632-9b63-2b9edcfce335","number":{"day":"2026-11-21","series":"A","n":1},"service":"fees"}',NULL,NULL,NULL,X'56f9f9f985ab884e73836d6a02d33a8f8e32778fb52cb849c65b12716383668f');
INSERT INTO journal VALUES(1290709488226238879,4,117651839385600003,1795224600000,'"kiosk"',X'01a1fbb97dc07ac39a431010fff58dc7','{"fact":"number_taken","ticket":"01a1fbb9-7dc0-7ac3-9a43-1010fff58dc7","number":{"day":"2026-11-21","series":"A","n":2},"service":"fees"}',NULL,NULL,NULL,X'b64bbefc022039631d62a823eef903ab9486dcb51a7d5fa793353784e07f3f19');
INSERT INTO journal VALUES(1290709488226238879,5,117651839385600004,1795224600000,'{"counter":1}',X'01a1fbb97dc076329b632b9edcfce335','{"fact":"number_moved","ticket":"01a1fbb9-7dc0-7632-9b63-2b9edcfce335","act":{"call":{"counter":1}}}',NULL,NULL,NULL,X'42ef3c817a5300565f8193f2f10456b20de5cd670275efee1bfaf22d29b62390');
INSERT INTO journal VALUES(1290709488226238879,6,117651839385600005,1795224600000,'{"counter":1}',X'01a1fbb97dc076329b632b9edcfce335','{"fact":"number_moved","ticket":"01a1fbb9-7dc0-7632-9b63-2b9edcfce335","act":"miss"}',NULL,NULL,NULL,X'd3a015a0b155d138ad9e6c3f2ff7aa3bef5dc3e081bc344a2b6b600e4817a895');
INSERT INTO journal VALUES(1290709488226238879,7,117651839385600006,1795224600000,'"kiosk"',X'01a1fbb97dc07d2c864ea445a199da51','{"fact":"visit_registered","visit":"01a1fbb9-7dc0-7d2c-864e-a445a199da51","number":{"day":"2026-11-21","series":"V","n":2},"unit":"1-2-301","purpose":"family","companions":1,"by_card":true,"state":"inside","valid_until":1795267800000,"notice":"2026-11","goods":"tools"}',X'7952e868ef1210501ead0ac09ca61a0bbc1c809ee5f5112f5e1f31cc793f3b49522790d10d3a8834946ab8d5ca869b4eaf9398bec3bb186961836c7c358b8e8b68b5df1ec176239fce0b287900a3a2c14499767f89b492f9bcf5a43a33f14278b90ece3fffd19837bf627a8c21b689354c18ad3bea996c7297934fa66572158bd8b5efbb59d5df5100d229aa5fd84a3cb0b5e2365245812eb82ebb30e1a24e1fbcf2f1080d079cbcef94',X'b179b3edaf5095650c0122be722db29449da46970cb79cd2b1ab3bda716a7e7c',X'508fdeb0c7b3199406ab3259b38b2078cea1c8bfa7ca40255a0c263deb2b353f',X'2125357bbf0ece9f4cda80a90712144c0586b8163294add2494ca8883c5745c6');
INSERT INTO journal VALUES(1290709488226238879,8,117651839385600007,1795224600000,'"kiosk"',X'01a1fbb97dc07d2c864ea445a199da51','{"fact":"visit_moved","visit":"01a1fbb9-7dc0-7d2c-864e-a445a199da51","act":"leave"}',NULL,NULL,NULL,X'ca77492dfa633cb5bb93a3be718963832bafbf891eddbdd874a8a1cd25722a7c');
INSERT INTO journal VALUES(1290709488226238879,9,117651839385600008,1795224600000,'{"counter":1}',X'01a1fbb97dc074fd8a376b01b8d60d5e','{"fact":"visit_booked","visit":"01a1fbb9-7dc0-74fd-8a37-6b01b8d60d5e","number":{"day":"2026-11-21","series":"Y","n":1},"unit":"2-1-101","purpose":"family","companions":0,"from":1795226400000,"to":1795231800000}',X'3b1ac966b7dd15cdf88fe581704c81deafdce71e46733c62f57f19547371fe1e0443cca3a48ed76932353e79698e02c23cb68432d545c91e0b719ffd1630ee30bf76390a781d38b26557bdd26347de8d14900b1ead4af57016a3767d22f79002145f',X'1058dacef5f8529d64393594b9a4e97d78326ad93e692a51e6f01f63a12877ef',X'609aacb9e6738f80f9e265012f46870a5527df5fea052e7d1d0cb03fa043eda3',X'145e497371595e8067baf238dfb073a92d2c47ad1ed1262c0e0c377cb5a48324');
INSERT INTO journal VALUES(1290709488226238879,10,117651839385600009,1795224600000,'{"counter":1}',X'01a1fbb97dc0715f8a3d945a24e059d5','{"fact":"visit_booked","visit":"01a1fbb9-7dc0-715f-8a3d-945a24e059d5","number":{"day":"2026-11-21","series":"Y","n":2},"unit":"2-1-101","purpose":"family","companions":0,"from":1795226400000,"to":1795231800000}',X'32605baa53081b1dec4e30a8481a71f6544350a766cc384691a0f5a899822381d2d6f8668bc64c8821efe4c959d49521f5f21b9d592dd545d62b07aa3212b9e1af46e8f1dd845a36b3a1fc26ac14aaffee21f1ecee79c1629e4b0be0344286b10502',X'd0553a912bee824a9239b0b5be4b375426c0efbc6030c41bc6330de75b6c3b29',X'b9f4158bcaed784be593dfb4f91953a7854464ed4d62754364f133ef74dc301a',X'0f8c75777fa5b2153df91d11f7b8c4d758b62cd3d354fc2378df640a09750ea6');
INSERT INTO journal VALUES(1290709488226238879,11,117651839385600010,1795224600000,'"kiosk"',X'01a1fbb97dc0715f8a3d945a24e059d5','{"fact":"visit_arrived","visit":"01a1fbb9-7dc0-715f-8a3d-945a24e059d5","number":{"day":"2026-11-21","series":"V","n":3},"valid_until":1795267800000,"by_card":false,"notice":"2026-11"}',NULL,NULL,NULL,X'b551ee91a53f33f3d5c9f6d6fb11546d17ebd79784860a61b7318b184af29bca');
INSERT INTO journal VALUES(1290709488226238879,12,117651839385600011,1795224600000,'"kiosk"',X'01a1fbb97dc0715f8a3d945a24e059d5','{"fact":"visit_moved","visit":"01a1fbb9-7dc0-715f-8a3d-945a24e059d5","act":"admit"}',NULL,NULL,NULL,X'3c9ee9e6816ca719b8208948d649e62566859beede29f00395c5a6660bc853dc');
CREATE TABLE head (
  log  INTEGER PRIMARY KEY,
  seq  INTEGER NOT NULL,
  hlc  INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO head VALUES(1290709488226238879,12,117651839385600011,X'3c9ee9e6816ca719b8208948d649e62566859beede29f00395c5a6660bc853dc');
CREATE TABLE counter (
  day    TEXT NOT NULL,
  series TEXT NOT NULL,
  last   INTEGER NOT NULL CHECK (last > 0),
  PRIMARY KEY (day, series)
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES('2026-11-21','A',2);
INSERT INTO counter VALUES('2026-11-21','R',1);
INSERT INTO counter VALUES('2026-11-21','V',3);
INSERT INTO counter VALUES('2026-11-21','Y',2);
CREATE TABLE visit_gram (
  gram TEXT NOT NULL,
  row  INTEGER NOT NULL,
  PRIMARY KEY (gram, row)
) STRICT, WITHOUT ROWID;
INSERT INTO visit_gram VALUES('#3',1);
INSERT INTO visit_gram VALUES('#3-1',1);
INSERT INTO visit_gram VALUES('#3-1-5',1);
INSERT INTO visit_gram VALUES('#3-1-50',1);
INSERT INTO visit_gram VALUES('#3-1-502',1);
INSERT INTO visit_gram VALUES('#502',1);
INSERT INTO visit_gram VALUES('%123',1);
INSERT INTO visit_gram VALUES('%12345',1);
INSERT INTO visit_gram VALUES('%234',1);
INSERT INTO visit_gram VALUES('%2345',1);
INSERT INTO visit_gram VALUES('%345',1);
INSERT INTO visit_gram VALUES('%b12',1);
INSERT INTO visit_gram VALUES('%b12345',1);
INSERT INTO visit_gram VALUES('%粤b1',1);
INSERT INTO visit_gram VALUES('%粤b12345',1);
INSERT INTO visit_gram VALUES('*8765',1);
INSERT INTO visit_gram VALUES('*87650000831',1);
INSERT INTO visit_gram VALUES('@c',1);
INSERT INTO visit_gram VALUES('@cs',1);
INSERT INTO visit_gram VALUES('@csj',1);
INSERT INTO visit_gram VALUES('测',1);
INSERT INTO visit_gram VALUES('测试',1);
INSERT INTO visit_gram VALUES('测试甲',1);
INSERT INTO visit_gram VALUES('甲',1);
INSERT INTO visit_gram VALUES('试',1);
INSERT INTO visit_gram VALUES('试甲',1);
INSERT INTO visit_gram VALUES('#1',2);
INSERT INTO visit_gram VALUES('#1-2',2);
INSERT INTO visit_gram VALUES('#1-2-3',2);
INSERT INTO visit_gram VALUES('#1-2-30',2);
INSERT INTO visit_gram VALUES('#1-2-301',2);
INSERT INTO visit_gram VALUES('#301',2);
INSERT INTO visit_gram VALUES('*6666',2);
INSERT INTO visit_gram VALUES('*66660000631',2);
INSERT INTO visit_gram VALUES('@s',2);
INSERT INTO visit_gram VALUES('@sl',2);
INSERT INTO visit_gram VALUES('@slb',2);
INSERT INTO visit_gram VALUES('丙',2);
INSERT INTO visit_gram VALUES('例',2);
INSERT INTO visit_gram VALUES('例丙',2);
INSERT INTO visit_gram VALUES('示',2);
INSERT INTO visit_gram VALUES('示例',2);
INSERT INTO visit_gram VALUES('示例丙',2);
INSERT INTO visit_gram VALUES('#101',3);
INSERT INTO visit_gram VALUES('#2',3);
INSERT INTO visit_gram VALUES('#2-1',3);
INSERT INTO visit_gram VALUES('#2-1-1',3);
INSERT INTO visit_gram VALUES('#2-1-10',3);
INSERT INTO visit_gram VALUES('#2-1-101',3);
INSERT INTO visit_gram VALUES('*1234',3);
INSERT INTO visit_gram VALUES('*12340000731',3);
INSERT INTO visit_gram VALUES('@s',3);
INSERT INTO visit_gram VALUES('@sl',3);
INSERT INTO visit_gram VALUES('@slw',3);
INSERT INTO visit_gram VALUES('例',3);
INSERT INTO visit_gram VALUES('例戊',3);
INSERT INTO visit_gram VALUES('戊',3);
INSERT INTO visit_gram VALUES('示',3);
INSERT INTO visit_gram VALUES('示例',3);
INSERT INTO visit_gram VALUES('示例戊',3);
INSERT INTO visit_gram VALUES('#101',4);
INSERT INTO visit_gram VALUES('#2',4);
INSERT INTO visit_gram VALUES('#2-1',4);
INSERT INTO visit_gram VALUES('#2-1-1',4);
INSERT INTO visit_gram VALUES('#2-1-10',4);
INSERT INTO visit_gram VALUES('#2-1-101',4);
INSERT INTO visit_gram VALUES('*2234',4);
INSERT INTO visit_gram VALUES('*22340000731',4);
INSERT INTO visit_gram VALUES('@s',4);
INSERT INTO visit_gram VALUES('@sl',4);
INSERT INTO visit_gram VALUES('@slj',4);
INSERT INTO visit_gram VALUES('例',4);
INSERT INTO visit_gram VALUES('例己',4);
INSERT INTO visit_gram VALUES('己',4);
INSERT INTO visit_gram VALUES('示',4);
INSERT INTO visit_gram VALUES('示例',4);
INSERT INTO visit_gram VALUES('示例己',4);
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
  matter    TEXT, kind TEXT, wished TEXT, department TEXT, promised INTEGER, urges INTEGER NOT NULL DEFAULT 0, urged INTEGER, rank TEXT NOT NULL DEFAULT 'desk' CHECK (rank IN ('desk','supervisor','manager')),
  UNIQUE (day, series, number)
) STRICT;
INSERT INTO request VALUES(1,X'01a1fbb97dc07796a1a6452dd6d20bc7','2026-11-21','R',1,'repair','kiosk','3-1-502','new',1795224600000,1795428000000,'示例乙','13900001234','厨房水管漏水',NULL,NULL,NULL,NULL,0,NULL,'desk');
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
  called  INTEGER, ended INTEGER,
  UNIQUE (day, series, number)
) STRICT;
INSERT INTO ticket VALUES(1,X'01a1fbb97dc076329b632b9edcfce335','2026-11-21','A',1,'fees','missed',1795224600000,1,1795224600000,NULL);
INSERT INTO ticket VALUES(2,X'01a1fbb97dc07ac39a431010fff58dc7','2026-11-21','A',2,'fees','waiting',1795224600000,NULL,NULL,NULL);
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
CREATE TABLE rating (
  request BLOB PRIMARY KEY CHECK (length(request) = 16),
  at      INTEGER NOT NULL,
  speed   INTEGER NOT NULL CHECK (speed BETWEEN 1 AND 3),
  quality INTEGER NOT NULL CHECK (quality BETWEEN 1 AND 3),
  manner  INTEGER NOT NULL CHECK (manner BETWEEN 1 AND 3),
  words   TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE household (
  row   INTEGER PRIMARY KEY,
  id    BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  unit  TEXT NOT NULL,
  phone BLOB NOT NULL CHECK (length(phone) = 16),
  name  BLOB NOT NULL CHECK (length(name) = 16)
) STRICT;
CREATE TABLE IF NOT EXISTS "outbox" (
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
INSERT INTO outbox VALUES(1,X'01a1fbb97dc078838485fa90e8e04bc9','pass',X'01a1fbb97dc078838485fa90e8e04bc9','{"id":"01a1fbb9-7dc0-7883-8485-fa90e8e04bc9","kind":"pass","number":"V001","entity":"01a1fbb9-7dc0-7883-8485-fa90e8e04bc9","lines":[{"centre":"阳光花园物业服务中心"},{"title":"访客通行证"},"rule",{"huge":"V001"},{"tall":"到访    3-1-502"},{"tall":"有效至  11-21 21:30"},{"pair":["访客","测*甲"]},{"pair":["事由","亲友"]},{"pair":["同行","1 人"]},{"pair":["登记","2026-11-21 09:30"]},"rule",{"qr":["FDV01a1fbb97dc078838485fa90e8e04bc9","离开时请扫此码"]}]}','sending',NULL,1,0,1795224600000,NULL);
INSERT INTO outbox VALUES(2,X'01a1fbb97dc074a9b380384e5363f557','receipt',X'01a1fbb97dc07796a1a6452dd6d20bc7','{"id":"01a1fbb9-7dc0-74a9-b380-384e5363f557","kind":"receipt","number":"R20261121-001","entity":"01a1fbb9-7dc0-7796-a1a6-452dd6d20bc7","lines":[{"centre":"阳光花园物业服务中心"},{"title":"业主来电来访登记表"},"rule",{"title":"R20261121-001"},{"pair":["类别","报修"]},{"pair":["房号","3-1-502"]},{"pair":["姓名","示*乙"]},{"pair":["电话","139****1234"]},{"pair":["时间","2026-11-21 09:30"]},{"text":"事由：厨房水管漏水"},{"pair":["最迟答复","2026-11-23 18:00"]},"rule",{"qr":["FDR01a1fbb97dc07796a1a6452dd6d20bc7","查询进度请出示此码"]},{"centre":"24 小时电话 400-000-0000"}]}','queued',NULL,0,0,1795224600000,NULL);
INSERT INTO outbox VALUES(3,X'01a1fbb97dc07cefbcb599b2a7b68281','ticket',X'01a1fbb97dc076329b632b9edcfce335','{"id":"01a1fbb9-7dc0-7cef-bcb5-99b2a7b68281","kind":"ticket","number":"A001","entity":"01a1fbb9-7dc0-7632-9b63-2b9edcfce335","lines":[{"centre":"阳光花园物业服务中心"},{"title":"排队取号"},"rule",{"huge":"A001"},{"title":"交费"},{"title":"您是下一位"},"rule",{"pair":["取号时间","2026-11-21 09:30"]},{"text":"请备好：房号、缴费通知单"},{"centre":"请留意叫号，过号请到前台"}]}','queued',NULL,0,0,1795224600000,NULL);
INSERT INTO outbox VALUES(4,X'01a1fbb97dc072e89492fd7ea227c870','ticket',X'01a1fbb97dc07ac39a431010fff58dc7','{"id":"01a1fbb9-7dc0-72e8-9492-fd7ea227c870","kind":"ticket","number":"A002","entity":"01a1fbb9-7dc0-7ac3-9a43-1010fff58dc7","lines":[{"centre":"阳光花园物业服务中心"},{"title":"排队取号"},"rule",{"huge":"A002"},{"title":"交费"},{"title":"前面还有 1 人"},"rule",{"pair":["取号时间","2026-11-21 09:30"]},{"text":"请备好：房号、缴费通知单"},{"centre":"请留意叫号，过号请到前台"}]}','queued',NULL,0,0,1795224600000,NULL);
INSERT INTO outbox VALUES(5,X'01a1fbb97dc07d2c864ea445a199da51','pass',X'01a1fbb97dc07d2c864ea445a199da51','{"id":"01a1fbb9-7dc0-7d2c-864e-a445a199da51","kind":"pass","number":"V002","entity":"01a1fbb9-7dc0-7d2c-864e-a445a199da51","lines":[{"centre":"阳光花园物业服务中心"},{"title":"访客通行证"},"rule",{"huge":"V002"},{"tall":"到访    1-2-301"},{"tall":"有效至  11-21 21:30"},{"pair":["访客","示*丙"]},{"pair":["事由","亲友"]},{"pair":["同行","1 人"]},{"pair":["携带","工具"]},{"pair":["登记","2026-11-21 09:30"]},"rule",{"qr":["FDV01a1fbb97dc07d2c864ea445a199da51","离开时请扫此码"]}]}','queued',NULL,0,0,1795224600000,NULL);
INSERT INTO outbox VALUES(6,X'01a1fbb97dc0715f8a3d945a24e059d5','pass',X'01a1fbb97dc0715f8a3d945a24e059d5','{"id":"01a1fbb9-7dc0-715f-8a3d-945a24e059d5","kind":"pass","number":"V003","entity":"01a1fbb9-7dc0-715f-8a3d-945a24e059d5","lines":[{"centre":"阳光花园物业服务中心"},{"title":"访客通行证"},"rule",{"huge":"V003"},{"tall":"到访    2-1-101"},{"tall":"有效至  11-21 21:30"},{"pair":["访客","示*己"]},{"pair":["事由","亲友"]},{"pair":["登记","2026-11-21 09:30"]},"rule",{"qr":["FDV01a1fbb97dc0715f8a3d945a24e059d5","离开时请扫此码"]}]}','queued',NULL,0,0,1795224600000,NULL);
CREATE TABLE IF NOT EXISTS "visit" (
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
INSERT INTO visit VALUES(1,X'01a1fbb97dc078838485fa90e8e04bc9','2026-11-21','V',1,'3-1-502','family',1,0,'inside',1795224600000,1795267800000,NULL,'测试甲','13800005678','粤B12345',NULL,NULL,NULL,'none',NULL,NULL,NULL,NULL);
INSERT INTO visit VALUES(2,X'01a1fbb97dc07d2c864ea445a199da51','2026-11-21','V',2,'1-2-301','family',1,1,'left',1795224600000,1795267800000,1795224600000,'示例丙','13600006666',NULL,'1231',X'0a1ffb1eac0c8ec917415edcf64ee150',NULL,'tools',NULL,NULL,NULL,NULL);
INSERT INTO visit VALUES(3,X'01a1fbb97dc074fd8a376b01b8d60d5e','2026-11-21','Y',1,'2-1-101','family',0,0,'expected',1795224600000,1795231800000,NULL,'示例戊','13700004321',NULL,NULL,NULL,NULL,'none',1795226400000,1795231800000,'914042',NULL);
INSERT INTO visit VALUES(4,X'01a1fbb97dc0715f8a3d945a24e059d5','2026-11-21','V',3,'2-1-101','family',0,0,'inside',1795224600000,1795267800000,NULL,'示例己','13700004322',NULL,NULL,NULL,NULL,'none',1795226400000,1795231800000,NULL,NULL);
CREATE INDEX journal_entity ON journal (entity);
CREATE INDEX visit_gram_row ON visit_gram (row);
CREATE INDEX request_open ON request (row) WHERE state IN ('new', 'accepted', 'dispatched');
CREATE UNIQUE INDEX ticket_in_hand ON ticket (counter) WHERE state IN ('called', 'serving');
CREATE INDEX help_open ON help (row) WHERE answered IS NULL;
CREATE INDEX ticket_open ON ticket (row) WHERE state NOT IN ('done', 'cancelled');
CREATE INDEX request_unit ON request (unit) WHERE state IN ('new', 'accepted', 'dispatched');
CREATE INDEX household_unit ON household (unit);
CREATE INDEX outbox_waiting ON outbox (row) WHERE state <> 'confirmed' AND state <> 'expired' AND state <> 'void';
CREATE INDEX visit_inside ON visit (arrived) WHERE state = 'inside';
CREATE INDEX visit_number ON visit (number);
CREATE INDEX visit_digest ON visit (id_digest) WHERE id_digest IS NOT NULL;
CREATE INDEX visit_waiting ON visit (arrived) WHERE state = 'at_desk';
CREATE INDEX visit_expected ON visit (booked_from) WHERE state = 'expected';
CREATE INDEX visit_decided ON visit (decided) WHERE decided IS NOT NULL;
COMMIT;
