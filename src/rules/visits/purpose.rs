//! What visits are for, what is carried in, and why one was turned away.

use serde::{Deserialize, Serialize};

/// Why somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 亲友
    Family,
    /// 快递
    Parcel,
    /// 外卖
    Food,
    /// 维修
    Repair,
    /// 看房
    Viewing,
    /// 公务
    Official,
    /// 其它
    Other,
}

impl Purpose {
    /// The code that facts and the config use.
    pub fn code(self) -> &'static str {
        match self {
            Purpose::Family => "family",
            Purpose::Parcel => "parcel",
            Purpose::Food => "food",
            Purpose::Repair => "repair",
            Purpose::Viewing => "viewing",
            Purpose::Official => "official",
            Purpose::Other => "other",
        }
    }

    /// As shown and printed.
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Family => "亲友",
            Purpose::Parcel => "快递",
            Purpose::Food => "外卖",
            Purpose::Repair => "维修",
            Purpose::Viewing => "看房",
            Purpose::Official => "公务",
            Purpose::Other => "其它",
        }
    }
}

/// Every purpose, in the order in which pages show them.
pub const PURPOSES: [Purpose; 7] = [
    Purpose::Family,
    Purpose::Parcel,
    Purpose::Food,
    Purpose::Repair,
    Purpose::Viewing,
    Purpose::Official,
    Purpose::Other,
];

/// What a visitor carries in that somebody may ask about at the gate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goods {
    /// Nothing to speak of.
    #[default]
    None,
    /// 大件
    Bulky,
    /// 工具
    Tools,
    /// 其它物品
    Other,
}

impl Goods {
    /// As shown and printed.
    pub fn word(self) -> &'static str {
        match self {
            Goods::None => "无",
            Goods::Bulky => "大件",
            Goods::Tools => "工具",
            Goods::Other => "其它物品",
        }
    }

    /// Whether there is nothing to record.
    pub fn is_none(&self) -> bool {
        *self == Goods::None
    }
}

/// Why the desk did not let somebody in. For the record; the visitor is only asked to the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Denial {
    /// The household cannot be reached.
    NoAnswer,
    /// The household does not want the visit now.
    NotNow,
    /// The household does not know the visitor.
    NotKnown,
    /// The papers do not fit the person.
    Papers,
}

impl Denial {
    /// As shown to staff.
    pub fn word(self) -> &'static str {
        match self {
            Denial::NoAnswer => "联系不上住户",
            Denial::NotNow => "住户现在不方便",
            Denial::NotKnown => "住户不认识来人",
            Denial::Papers => "证件与本人不符",
        }
    }
}
