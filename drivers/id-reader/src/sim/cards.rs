//! Synthetic cards. No real person: province-level codes 110000 and 370000 are issued to nobody.

use crate::number::check_char;

/// A card to put on the simulator.
#[derive(Clone, PartialEq, Eq)]
pub struct SimCard {
    label: String,
    text: [u8; 256],
    photo: Vec<u8>,
    new_address: Option<String>,
    status: Option<u8>,
}

impl std::fmt::Debug for SimCard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SimCard({})", self.label)
    }
}

impl SimCard {
    /// A card with fields at byte offsets of the 256; everything else is spaces. Each field is cut to its size.
    #[must_use]
    pub fn new(label: &str, fields: &[(usize, usize, &str)]) -> SimCard {
        let mut text = [0; 256];
        for pair in text.chunks_exact_mut(2) {
            if let Some(low) = pair.first_mut() {
                *low = b' ';
            }
        }
        let card = SimCard { label: label.to_owned(), text, photo: photo(), new_address: None, status: None };
        fields.iter().fold(card, |card, (offset, bytes, value)| card.with(label, *offset, *bytes, value))
    }

    /// A resident's card (GA/T 490) with made-up address and issuer.
    #[must_use]
    pub fn resident(label: &str, name: &str, sex: &str, number: &str, from: &str, to: &str) -> SimCard {
        let address = "测试省虚构市样例区模拟路1号2单元301室";
        let issuer = "虚构市公安局样例分局";
        SimCard::new(
            label,
            &[
                (0, 30, name),
                (30, 2, sex),
                (32, 4, "01"),
                (36, 16, number.get(6..14).unwrap_or_default()),
                (52, 70, address),
                (122, 36, number),
                (158, 30, issuer),
                (188, 16, from),
                (204, 16, to),
            ],
        )
    }

    /// The same card under another label with one field changed.
    #[must_use]
    pub fn with(mut self, label: &str, offset: usize, bytes: usize, value: &str) -> SimCard {
        self.label = label.to_owned();
        let units = value.encode_utf16().chain(std::iter::repeat(0x20));
        let field = self.text.get_mut(offset..offset + bytes).unwrap_or_default();
        for (pair, unit) in field.chunks_exact_mut(2).zip(units) {
            pair.copy_from_slice(&unit.to_le_bytes());
        }
        self
    }

    /// The same card under another label with raw units in a field.
    #[must_use]
    pub fn with_units(mut self, label: &str, offset: usize, units: &[u16]) -> SimCard {
        self.label = label.to_owned();
        let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        if let Some(room) = self.text.get_mut(offset..offset + bytes.len()) {
            room.copy_from_slice(&bytes);
        }
        self
    }

    /// The same card under another label without a photo.
    #[must_use]
    pub fn without_photo(mut self, label: &str) -> SimCard {
        self.label = label.to_owned();
        self.photo.clear();
        self
    }

    /// The same card with a newer address on it.
    #[must_use]
    pub fn with_new_address(mut self, address: &str) -> SimCard {
        self.new_address = Some(address.to_owned());
        self
    }

    /// Something that is not an identity card: reading it is answered with this status byte.
    #[must_use]
    pub fn refusing(label: &str, status: u8) -> SimCard {
        SimCard { status: Some(status), ..SimCard::new(label, &[]) }
    }

    /// What it is called.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The 256 bytes of text.
    #[must_use]
    pub fn text(&self) -> [u8; 256] {
        self.text
    }

    /// The photo block: a header and filler, not a picture.
    #[must_use]
    pub fn photo(&self) -> &[u8] {
        &self.photo
    }

    /// The 70 bytes of the newer address, if there is one.
    pub(super) fn address_item(&self) -> Option<Vec<u8>> {
        let address = self.new_address.as_ref()?;
        let units = address.encode_utf16().chain(std::iter::repeat(0x20)).take(35);
        Some(units.flat_map(u16::to_le_bytes).collect())
    }

    /// The status byte with which reading it is refused.
    pub(super) fn refusal(&self) -> Option<u8> {
        self.status
    }
}

fn photo() -> Vec<u8> {
    let filler = (0..1018_usize).map(|i| u8::try_from((7 * i + 3) % 256).unwrap_or_default());
    [0x57, 0x4C, 0x66, 0x00, 0x7E, 0x00].into_iter().chain(filler).collect()
}

/// The first 17 digits with their check character.
fn number(digits: &str) -> String {
    format!("{digits}{}", check_char(digits).unwrap_or('?'))
}

/// The card with this label, without regard to case.
#[must_use]
pub fn card(label: &str) -> Option<SimCard> {
    cards().into_iter().find(|card| card.label.eq_ignore_ascii_case(label))
}

/// Every synthetic card there is: one of each kind, then names, dates and oddities.
#[must_use]
pub fn cards() -> Vec<SimCard> {
    let mut all = vec![r1(), r2(), card_i(), card_y(), card_j()];
    all.extend(names());
    all.extend(people());
    all.extend(oddities());
    all
}

fn r1() -> SimCard {
    SimCard::resident("R1", "测试甲", "1", "110000199003071231", "20200101", "20400101")
        .with_new_address("测试省虚构市样例区新址路２号")
}

fn r2() -> SimCard {
    SimCard::resident("R2", "示例·测试乙", "2", "370000198511020469", "20150630", "长期")
        .with("R2", 32, 4, "05")
        .with("R2", 52, 70, "测试省虚构市样例区模拟路９号")
        .with("R2", 158, 30, "虚构市公安局")
}

fn card_i() -> SimCard {
    SimCard::new(
        "I",
        &[
            (0, 120, "TESTER, SAMPLE A"),
            (120, 2, "1"),
            (122, 30, "USA110090010114"),
            (152, 6, "USA"),
            (158, 30, "测试丙"),
            (188, 16, "20180601"),
            (204, 16, "20280531"),
            (220, 16, "19900101"),
            (236, 4, "01"),
            (240, 8, "1500"),
            (248, 2, "I"),
        ],
    )
}

fn card_y() -> SimCard {
    SimCard::new(
        "Y",
        &[
            (0, 30, "测试丁"),
            (30, 2, "2"),
            (32, 4, "01"),
            (36, 16, "19900101"),
            (52, 70, "TESTER, SAMPLE B"),
            (122, 36, "911840199001010026"),
            (188, 16, "20231201"),
            (204, 16, "20331130"),
            (242, 6, "USA"),
            (248, 2, "Y"),
            (250, 6, "000"),
        ],
    )
}

fn card_j() -> SimCard {
    SimCard::resident("J", "测试戊", "1", "810000199001010019", "20230601", "20280601")
        .with("J", 32, 4, "")
        .with("J", 52, 70, "测试省虚构市样例区模拟路5号")
        .with("J", 158, 30, "虚构市公安局")
        .with("J", 220, 18, "H00000000")
        .with("J", 238, 4, "01")
        .with("J", 248, 2, "J")
}

fn names() -> Vec<SimCard> {
    let name = |label: &str, name: &str| r1().with(label, 0, 30, name);
    let other = |label: &str| name(label, "测试己");
    let mut latin = card_y().with("long-latin", 0, 30, "");
    latin = latin.with("long-latin", 52, 70, "TESTER, SAMPLE WITH A VERY LONG NAM");
    latin = latin.with("long-latin", 220, 22, "E INDEED");
    vec![
        name("full-name", &"测".repeat(15)),
        name("dot", "测试·甲乙丙"),
        name("surrogates", "测\u{20087}"),
        name("pua", "张\u{E863}"),
        name("ext-a", "张\u{4DAE}"),
        other("nation-59").with("nation-59", 32, 4, "59"),
        other("nation-97").with("nation-97", 32, 4, "97"),
        other("sex-9").with("sex-9", 30, 2, "9"),
        name("pua-unknown", "张\u{E123}"),
        r1().with_units("unpaired", 0, &[0x6D4B, 0xD840]),
        r1().with_units("nul", 6, &[0; 12]),
        r1().with_units("ideographic-space", 6, &[0x3000; 12]),
        r1().with_units("control", 2, &[0x001B]),
        latin,
    ]
}

fn people() -> Vec<SimCard> {
    let person = |label: &str, name: &str, sex: &str, digits: &str, from: &str, to: &str| {
        SimCard::resident(label, name, sex, &number(digits), from, to)
    };
    let permit = |label: &str, sex: &str, digits: &str| {
        let number = number(digits);
        card_j()
            .with(label, 30, 2, sex)
            .with(label, 36, 16, number.get(6..14).unwrap_or_default())
            .with(label, 122, 36, &number)
    };
    vec![
        person("leap", "测试庚", "1", "11000020000229001", "20200101", "20300101"),
        person("x", "测试辛", "1", "11000019900101003", "20200101", "20400101"),
        person("child", "测试壬", "2", "37000020180601002", "20230601", "20280601"),
        person("elder", "测试癸", "1", "11000019400315001", "20100101", "长期"),
        person("expired", "测试子", "2", "37000019750820004", "20000101", "20200101"),
        person("not-yet", "测试丑", "1", "11000019820412007", "20990101", "21190101"),
        permit("macau", "2", "82000019900101002"),
        permit("taiwan", "1", "83000019900101003"),
    ]
}

fn oddities() -> Vec<SimCard> {
    vec![
        r1().with("bad-check", 122, 36, "110000199003071232"),
        r1().with("bad-date", 122, 36, "11000019000229001X").with("bad-date", 36, 16, "19000229"),
        r1().with("birth-differs", 36, 16, "19900308"),
        r1().with("sex-differs", 30, 2, "2"),
        r1().with("type-z", 248, 2, "Z"),
        r1().without_photo("no-photo"),
        SimCard::refusing("bank", 0x40),
        SimCard::refusing("forged", 0x33),
    ]
}
