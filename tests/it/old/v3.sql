-- A database of version 3 with synthetic people, as it was left by Front Desk. Never changed.
BEGIN TRANSACTION;
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('day','2026-11-21');
INSERT INTO meta VALUES('log',2931886349092836328);
INSERT INTO meta VALUES('sweep',5720779893973398418);
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
INSERT INTO journal VALUES(2931886349092836328,1,117651839385600000,1795224600000,'"kiosk"',X'1b953da2930a8385ac3286d8c8c54361','{"fact":"notice_worded","notice":"1b953da2-930a-8385-ac32-86d8c8c54361","version":"2026-11b","lines":[["zh_CN",["登记会保存：姓名、手机号、到访房号、找谁、来意、同行人数、车牌和进出时间。","读身份证只取姓名和证件号；证件号只留后四位和加密摘要，照片、住址、民族不留。","保存 90 天，到期自动清除；您也可以随时到前台要求删除。","只用于本小区的来访管理，不提供给别人。","不想用本机登记，可以到前台人工办理。"]],["zh_TW",["登記會保存：姓名、手機號、到訪房號、找誰、來意、同行人數、車牌和進出時間。","讀身份證只取姓名和證件號；證件號只留後四位和加密摘要，照片、住址、民族不留。","保存 90 天，到期自動清除；您也可以隨時到前臺要求刪除。","只用於本小區的來訪管理，不提供給別人。","不想用本機登記，可以到前臺人工辦理。"]],["en",["Kept: your name, telephone, the home and the person you visit, the purpose, companions, plate, and when you come and leave.","From an ID card only the name and number are read; of the number only the last four and a keyed digest are kept. No photo, no address.","Kept for 90 days, then erased by itself; you may ask the desk to erase it at any time.","Used for visits to this estate only, and given to nobody else.","If you would rather not use this screen, the desk will register you."]]]}',NULL,NULL,NULL,X'9d16f2225bfd6fcff5b48636f82d8bbded8d90f5d9fdf4962fdac57c288ae602');
INSERT INTO journal VALUES(2931886349092836328,2,117651839385600001,1795224600000,'"kiosk"',X'01a1fbb97dc078edb1a14a9b4d6efbf6','{"fact":"visit_registered","visit":"01a1fbb9-7dc0-78ed-b1a1-4a9b4d6efbf6","number":{"day":"2026-11-21","series":"V","n":1},"unit":"3-1-502","purpose":"family","companions":1,"by_card":false,"state":"inside","valid_until":1795267800000,"notice":"2026-11b","notice_text":"1b953da2-930a-8385-ac32-86d8c8c54361"}',X'71da35add56e09b35cefce74fd1f5d17e9c0a95c269c2a7ee1f7b90df7ea271632d7a6e1e214f0507e5315f5f9c96dabdc09793fa85d47762d9636eeba09310ecf8270ea07412ab7ccb339bfd3c78b9fa09bbdeb52a116cbee67fa77cd9d81c77fde1db8cca3336a5226cbc8f8bdd4106676a77654a9b1638a',X'297dee4aaa265480cb10364cb7ce36d1938d6a855d05c3a0b5c8c06b8a6a4cea',X'1753db81f09e7ad182775f7e79df69a28dc08950b00048635f4737dbea3fb642',X'7cd09cdfad42f533799dc1a85f5c143f95bf9163a078982068859f0958ac8a4f');
INSERT INTO journal VALUES(2931886349092836328,3,117651839385600002,1795224600000,'"kiosk"',X'01a1fbb97dc07513901ba9489aed45f9','{"fact":"request_logged","request":"01a1fbb9-7dc0-7513-901b-a9489aed45f9","number":{"day":"2026-11-21","series":"R","n":1},"mark":"repair","channel":"kiosk","unit":"3-1-502","answer_by":1795428000000}',X'79643b883eff1fa9e71ace07d5a6a7448b7d2703c36b8f23500f42fa35839fa79c5859fac4b7d128472ebd22dc05478d8a4fa09c6b54419f512c07244136928c8fcccd61db92cd9b80a484b1e7fa770f0f16a209d1c0384b545edc232f71617899a277cccab2a00dce20a934199b6e26',X'82148320814f086376f87d93b88f267a21b80942ffad7b9e78633647166482d3',X'269772f8f1859448e5408deb22851915c7efea780f2fc236d61c48cf783a0ab3',X'9fd105737f7652236c612086552f7a97c2f49d39ecc064fdd2b21fe6a2f083c2');
INSERT INTO journal VALUES(2931886349092836328,4,117651839385600003,1795224600000,'"kiosk"',X'01a1fbb97dc07a61a24cd5b2ef373ace','{"fact":"number_taken","ticket":"01a1fbb9-7dc0-7a61-a24c-d5b2ef373ace","number":{"day":"2026-11-21","series":"A","n":1},"service":"fees"}',NULL,NULL,NULL,X'9176cafe17650173912706ca961692c2b6bb8faf0a509883d44f47ea49782dec');
INSERT INTO journal VALUES(2931886349092836328,5,117651839385600004,1795224600000,'"kiosk"',X'01a1fbb97dc07d1d99b9ca8cde521ae0','{"fact":"number_taken","ticket":"01a1fbb9-7dc0-7d1d-99b9-ca8cde521ae0","number":{"day":"2026-11-21","series":"A","n":2},"service":"fees"}',NULL,NULL,NULL,X'6ea86170c524d3f8beb4d59d62e22f877e33a863d8881d3727aa9a48fbe352b0');
INSERT INTO journal VALUES(2931886349092836328,6,117651839385600005,1795224600000,'{"counter":1}',X'01a1fbb97dc07a61a24cd5b2ef373ace','{"fact":"number_moved","ticket":"01a1fbb9-7dc0-7a61-a24c-d5b2ef373ace","act":{"call":{"counter":1}}}',NULL,NULL,NULL,X'8f1adfa27182e40c0b601251ab4368bd32d25457ff5adba7ddf72a1a9a8daf8b');
INSERT INTO journal VALUES(2931886349092836328,7,117651839385600006,1795224600000,'{"counter":1}',X'01a1fbb97dc07a61a24cd5b2ef373ace','{"fact":"number_moved","ticket":"01a1fbb9-7dc0-7a61-a24c-d5b2ef373ace","act":"miss"}',NULL,NULL,NULL,X'79ee32e3501e44d320a88d25fc9bc03f65ea7b9041f25b19cb877ea09b9ef9e7');
INSERT INTO journal VALUES(2931886349092836328,8,117651839385600007,1795224600000,'"kiosk"',X'01a1fbb97dc076dca71fa12ca0d18867','{"fact":"visit_registered","visit":"01a1fbb9-7dc0-76dc-a71f-a12ca0d18867","number":{"day":"2026-11-21","series":"V","n":2},"unit":"1-2-301","purpose":"family","companions":1,"by_card":false,"state":"inside","valid_until":1795267800000,"notice":"2026-11b","notice_text":"1b953da2-930a-8385-ac32-86d8c8c54361"}',NULL,NULL,X'9c79196af5ac2f539aa618847ca4071c3c225846e2c5dfa31dd90c996aee5454',X'1908f2d51d164c3ff99736c40f15d07ae7b71b163f89a2b6c2b0894ab870702d');
INSERT INTO journal VALUES(2931886349092836328,9,117651839385600008,1795224600000,'"guard"',X'01a1fbb97dc076dca71fa12ca0d18867','{"fact":"visit_moved","visit":"01a1fbb9-7dc0-76dc-a71f-a12ca0d18867","act":"leave"}',NULL,NULL,NULL,X'915225df3665f4b5d628f0d6200c4962d2bf94da295bc1823d69fa2e52e6b87e');
INSERT INTO journal VALUES(2931886349092836328,10,117651839385600009,1795224600000,'"clock"',X'01a1fbb97dc076dca71fa12ca0d18867','{"fact":"person_erased","entity":"01a1fbb9-7dc0-76dc-a71f-a12ca0d18867","reason":"asked"}',NULL,NULL,NULL,X'bb5da2ef80f61ca4a182fcfffeacaf9d9342b8f694bebe1b11192deb0f1e1ff7');
INSERT INTO journal VALUES(2931886349092836328,11,117651839385600010,1795224600000,'{"counter":1}',X'01a1fbb97dc0777caa2d310a35527ce7','{"fact":"visit_booked","visit":"01a1fbb9-7dc0-777c-aa2d-310a35527ce7","number":{"day":"2026-11-21","series":"Y","n":1},"unit":"2-1-101","purpose":"family","companions":1,"from":1795226400000,"to":1795231800000}',X'cd9c2c4bc7f3b3ff3f6b9a827184bc408e3cb720c657dfc4e5428b94ee487c87215b9ff2b8f1b493aeaf362133722bd1c7647787f393d0ebdfff36b48b37561471bca903c0056adcba0993d628cae039ee754aebdfa266b280f4bf8b45fcb74a42ad',X'3a01524ce7653572983dc6eda2efa08e0eac17123d53d31dbf8bd9c472f390eb',X'71b0702e8c88a52951848ddcdf56d91f468d42563e23f4dee2964e7ee974887d',X'dc18d828b4fb3149126851a7716ce42ffa6fa463a638bb2bcbe33ca37d638443');
INSERT INTO journal VALUES(2931886349092836328,12,117651839385600011,1795224600000,'{"counter":1}',X'01a1fbb97dc079949b96369ba7285b37','{"fact":"visit_booked","visit":"01a1fbb9-7dc0-7994-9b96-369ba7285b37","number":{"day":"2026-11-21","series":"Y","n":2},"unit":"2-1-102","purpose":"family","companions":1,"from":1795226400000,"to":1795231800000}',X'74d7ebe468983014cce412729d901888632719a521ddd01b50e84c1b2de66a67df231612f5c7289484f319938331fe0a8e12a8a6458fc8ec83a8516e5644ec9745a4287fba6c0ad8e80c9eb142da495c12203ff58a9546c29f44a34b00948814fb3c',X'c66626e89eb30427fae1dd61456578cf9ba1d9806e216fcb96aace49322e52d7',X'3bd0587916d8b40fe5f3264688d56f6b67364b1a67def9503df7f90619d07755',X'19d1a7a51ac45e9e128e7a9816797bad2ec46d0f999e1228927f679ffc46fba2');
INSERT INTO journal VALUES(2931886349092836328,13,117651839385600012,1795224600000,'"kiosk"',X'01a1fbb97dc0777caa2d310a35527ce7','{"fact":"visit_arrived","visit":"01a1fbb9-7dc0-777c-aa2d-310a35527ce7","number":{"day":"2026-11-21","series":"V","n":3},"valid_until":1795267800000,"by_card":false,"notice":"2026-11b","notice_text":"1b953da2-930a-8385-ac32-86d8c8c54361"}',NULL,NULL,NULL,X'2910f2481a94ef925217fd7119c2fc5c7c0dc4771ac0cc24391bf8ad2d5142b8');
INSERT INTO journal VALUES(2931886349092836328,14,117651839385600013,1795224600000,'"kiosk"',X'01a1fbb97dc0777caa2d310a35527ce7','{"fact":"visit_moved","visit":"01a1fbb9-7dc0-777c-aa2d-310a35527ce7","act":"admit"}',NULL,NULL,NULL,X'be8d20800dd57f79f408b9e41e4f4148cc7edc10895bc45bb89c271c538be778');
CREATE TABLE head (
  log  INTEGER PRIMARY KEY,
  seq  INTEGER NOT NULL,
  hlc  INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO head VALUES(2931886349092836328,14,117651839385600013,X'be8d20800dd57f79f408b9e41e4f4148cc7edc10895bc45bb89c271c538be778');
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
INSERT INTO visit_gram VALUES('#101',3);
INSERT INTO visit_gram VALUES('#2',3);
INSERT INTO visit_gram VALUES('#2-1',3);
INSERT INTO visit_gram VALUES('#2-1-1',3);
INSERT INTO visit_gram VALUES('#2-1-10',3);
INSERT INTO visit_gram VALUES('#2-1-101',3);
INSERT INTO visit_gram VALUES('*1234',3);
INSERT INTO visit_gram VALUES('*12340000731',3);
INSERT INTO visit_gram VALUES('@c',3);
INSERT INTO visit_gram VALUES('@cs',3);
INSERT INTO visit_gram VALUES('@csw',3);
INSERT INTO visit_gram VALUES('戊',3);
INSERT INTO visit_gram VALUES('测',3);
INSERT INTO visit_gram VALUES('测试',3);
INSERT INTO visit_gram VALUES('测试戊',3);
INSERT INTO visit_gram VALUES('试',3);
INSERT INTO visit_gram VALUES('试戊',3);
INSERT INTO visit_gram VALUES('#102',4);
INSERT INTO visit_gram VALUES('#2',4);
INSERT INTO visit_gram VALUES('#2-1',4);
INSERT INTO visit_gram VALUES('#2-1-1',4);
INSERT INTO visit_gram VALUES('#2-1-10',4);
INSERT INTO visit_gram VALUES('#2-1-102',4);
INSERT INTO visit_gram VALUES('*1111',4);
INSERT INTO visit_gram VALUES('*11110000731',4);
INSERT INTO visit_gram VALUES('@s',4);
INSERT INTO visit_gram VALUES('@sl',4);
INSERT INTO visit_gram VALUES('@slw',4);
INSERT INTO visit_gram VALUES('例',4);
INSERT INTO visit_gram VALUES('例午',4);
INSERT INTO visit_gram VALUES('午',4);
INSERT INTO visit_gram VALUES('示',4);
INSERT INTO visit_gram VALUES('示例',4);
INSERT INTO visit_gram VALUES('示例午',4);
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
INSERT INTO request VALUES(1,X'01a1fbb97dc07513901ba9489aed45f9','2026-11-21','R',1,'repair','kiosk','3-1-502','new',1795224600000,1795428000000,'示例乙','13900001234','厨房水管漏水',NULL,NULL,NULL,NULL,0,NULL,'desk');
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
INSERT INTO ticket VALUES(1,X'01a1fbb97dc07a61a24cd5b2ef373ace','2026-11-21','A',1,'fees','missed',1795224600000,1,1795224600000,NULL);
INSERT INTO ticket VALUES(2,X'01a1fbb97dc07d1d99b9ca8cde521ae0','2026-11-21','A',2,'fees','waiting',1795224600000,NULL,NULL,NULL);
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
INSERT INTO outbox VALUES(1,X'01a1fbb97dc078edb1a14a9b4d6efbf6','pass',X'01a1fbb97dc078edb1a14a9b4d6efbf6','{"id":"01a1fbb9-7dc0-78ed-b1a1-4a9b4d6efbf6","kind":"pass","number":"V001","entity":"01a1fbb9-7dc0-78ed-b1a1-4a9b4d6efbf6","lines":[{"centre":"阳光花园物业服务中心"},{"title":"访客通行证"},"rule",{"huge":"V001"},{"tall":"到访    3-1-502"},{"tall":"有效至  11-21 21:30"},{"pair":["访客","测*甲"]},{"pair":["事由","亲友"]},{"pair":["同行","1 人"]},{"pair":["登记","2026-11-21 09:30"]},"rule",{"qr":["FDV01a1fbb97dc078edb1a14a9b4d6efbf6","离开时请扫此码"]}]}','confirmed','status',1,0,1795224600000,1795224600000);
INSERT INTO outbox VALUES(2,X'01a1fbb97dc07ecca503bad57882bbcb','receipt',X'01a1fbb97dc07513901ba9489aed45f9','{"id":"01a1fbb9-7dc0-7ecc-a503-bad57882bbcb","kind":"receipt","number":"R20261121-001","entity":"01a1fbb9-7dc0-7513-901b-a9489aed45f9","lines":[{"centre":"阳光花园物业服务中心"},{"title":"业主来电来访登记表"},"rule",{"title":"R20261121-001"},{"pair":["类别","报修"]},{"pair":["房号","3-1-502"]},{"pair":["姓名","示*乙"]},{"pair":["电话","139****1234"]},{"pair":["时间","2026-11-21 09:30"]},{"text":"事由：厨房水管漏水"},{"pair":["最迟答复","2026-11-23 18:00"]},"rule",{"qr":["FDR01a1fbb97dc07513901ba9489aed45f9","查询进度请出示此码"]},{"centre":"24 小时电话 400-000-0000"}]}','confirmed','status',1,0,1795224600000,1795224600000);
INSERT INTO outbox VALUES(3,X'01a1fbb97dc071aaad19164703187d30','ticket',X'01a1fbb97dc07a61a24cd5b2ef373ace','{"id":"01a1fbb9-7dc0-71aa-ad19-164703187d30","kind":"ticket","number":"A001","entity":"01a1fbb9-7dc0-7a61-a24c-d5b2ef373ace","lines":[{"centre":"阳光花园物业服务中心"},{"title":"排队取号"},"rule",{"huge":"A001"},{"title":"交费"},{"title":"您是下一位"},"rule",{"pair":["取号时间","2026-11-21 09:30"]},{"text":"请备好：房号、缴费通知单"},{"centre":"请留意叫号，过号请到前台"}]}','confirmed','status',1,0,1795224600000,1795224600000);
INSERT INTO outbox VALUES(4,X'01a1fbb97dc07bee9882a762393f1687','ticket',X'01a1fbb97dc07d1d99b9ca8cde521ae0','{"id":"01a1fbb9-7dc0-7bee-9882-a762393f1687","kind":"ticket","number":"A002","entity":"01a1fbb9-7dc0-7d1d-99b9-ca8cde521ae0","lines":[{"centre":"阳光花园物业服务中心"},{"title":"排队取号"},"rule",{"huge":"A002"},{"title":"交费"},{"title":"前面还有 1 人"},"rule",{"pair":["取号时间","2026-11-21 09:30"]},{"text":"请备好：房号、缴费通知单"},{"centre":"请留意叫号，过号请到前台"}]}','confirmed','status',1,0,1795224600000,1795224600000);
INSERT INTO outbox VALUES(5,X'01a1fbb97dc076dca71fa12ca0d18867','pass',X'01a1fbb97dc076dca71fa12ca0d18867',NULL,'void',NULL,0,0,1795224600000,NULL);
INSERT INTO outbox VALUES(6,X'01a1fbb97dc0777caa2d310a35527ce7','pass',X'01a1fbb97dc0777caa2d310a35527ce7','{"id":"01a1fbb9-7dc0-777c-aa2d-310a35527ce7","kind":"pass","number":"V003","entity":"01a1fbb9-7dc0-777c-aa2d-310a35527ce7","lines":[{"centre":"阳光花园物业服务中心"},{"title":"访客通行证"},"rule",{"huge":"V003"},{"tall":"到访    2-1-101"},{"tall":"有效至  11-21 21:30"},{"pair":["访客","测*戊"]},{"pair":["事由","亲友"]},{"pair":["同行","1 人"]},{"pair":["登记","2026-11-21 09:30"]},"rule",{"qr":["FDV01a1fbb97dc0777caa2d310a35527ce7","离开时请扫此码"]}]}','confirmed','status',1,0,1795224600000,1795224600000);
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
  decided    INTEGER, host TEXT,                       -- when the desk decided about a visitor who waited
  UNIQUE (day, series, number),
  CHECK (left_at IS NULL OR state = 'left'),
  CHECK (code IS NULL OR state = 'expected')
) STRICT;
INSERT INTO visit VALUES(1,X'01a1fbb97dc078edb1a14a9b4d6efbf6','2026-11-21','V',1,'3-1-502','family',1,0,'inside',1795224600000,1795267800000,NULL,'测试甲','13800005678','粤B12345',NULL,NULL,NULL,'none',NULL,NULL,NULL,NULL,'示例寅');
INSERT INTO visit VALUES(2,X'01a1fbb97dc076dca71fa12ca0d18867','2026-11-21','V',2,'1-2-301','family',1,0,'left',1795224600000,1795267800000,1795224600000,NULL,NULL,NULL,NULL,NULL,NULL,'none',NULL,NULL,NULL,NULL,NULL);
INSERT INTO visit VALUES(3,X'01a1fbb97dc0777caa2d310a35527ce7','2026-11-21','V',3,'2-1-101','family',1,0,'inside',1795224600000,1795267800000,NULL,'测试戊','13700004321',NULL,NULL,NULL,NULL,'none',1795226400000,1795231800000,NULL,NULL,NULL);
INSERT INTO visit VALUES(4,X'01a1fbb97dc079949b96369ba7285b37','2026-11-21','Y',2,'2-1-102','family',1,0,'expected',1795224600000,1795231800000,NULL,'示例午','13700001111',NULL,NULL,NULL,NULL,'none',1795226400000,1795231800000,'051982',NULL,NULL);
CREATE TABLE notice (
  id      BLOB PRIMARY KEY CHECK (length(id) = 16),
  version TEXT NOT NULL,
  at      INTEGER NOT NULL,                 -- when it was first agreed to, ms since 1970 UTC
  lines   TEXT NOT NULL                     -- JSON: [[language, [line, …]], …]
) STRICT, WITHOUT ROWID;
INSERT INTO notice VALUES(X'1b953da2930a8385ac3286d8c8c54361','2026-11b',1795224600000,'[["zh_CN",["登记会保存：姓名、手机号、到访房号、找谁、来意、同行人数、车牌和进出时间。","读身份证只取姓名和证件号；证件号只留后四位和加密摘要，照片、住址、民族不留。","保存 90 天，到期自动清除；您也可以随时到前台要求删除。","只用于本小区的来访管理，不提供给别人。","不想用本机登记，可以到前台人工办理。"]],["zh_TW",["登記會保存：姓名、手機號、到訪房號、找誰、來意、同行人數、車牌和進出時間。","讀身份證只取姓名和證件號；證件號只留後四位和加密摘要，照片、住址、民族不留。","保存 90 天，到期自動清除；您也可以隨時到前臺要求刪除。","只用於本小區的來訪管理，不提供給別人。","不想用本機登記，可以到前臺人工辦理。"]],["en",["Kept: your name, telephone, the home and the person you visit, the purpose, companions, plate, and when you come and leave.","From an ID card only the name and number are read; of the number only the last four and a keyed digest are kept. No photo, no address.","Kept for 90 days, then erased by itself; you may ask the desk to erase it at any time.","Used for visits to this estate only, and given to nobody else.","If you would rather not use this screen, the desk will register you."]]]');
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
CREATE INDEX visit_expected_name ON visit (name, booked_from) WHERE state = 'expected';
COMMIT;
