//! Every expected "no", worded for the person who gets it. A fault (disk, line, bug) is never one of these.
//!
//! The Chinese sentence stands here once; pages show it, or its translation by [`Refusal::code`].

use thiserror::Error;

/// An expected "no". `Display` is the sentence for the person, in Chinese.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The name is empty.
    #[error("请填写姓名")]
    NameMissing,
    /// The name has more than `max` characters.
    #[error("姓名最多 {max} 个字")]
    NameTooLong {
        /// Characters allowed.
        max: usize,
    },
    /// The name has no letter in it.
    #[error("姓名里需要有文字")]
    NameNotAName,
    /// The telephone number is empty.
    #[error("请填写手机号")]
    PhoneMissing,
    /// Not a telephone number: 11 digits beginning with 1, or a land line of 7 to 12 digits.
    #[error("手机号应为 11 位数字，请再看一下")]
    PhoneWrong,
    /// No unit was given.
    #[error("请选择要去的房号")]
    UnitMissing,
    /// The estate has no such unit.
    #[error("没有找到房号 {unit}，请核对楼栋、单元和房号")]
    UnitUnknown {
        /// What was asked for, as building-unit-room.
        unit: String,
    },
    /// The matter of a request is empty.
    #[error("请说明是什么事")]
    MatterMissing,
    /// The matter of a request is too long.
    #[error("内容最多 {max} 个字，请说要点")]
    MatterTooLong {
        /// Characters allowed.
        max: usize,
    },
    /// The ID number fails GB 11643: length, date or check digit.
    #[error("证件号码不正确，请核对后再试")]
    IdNumberWrong,
    /// Nobody agreed to the notice yet.
    #[error("请先看一下登记说明")]
    NoticeFirst,
    /// Under 14 years of age a guardian agrees.
    #[error("未满 14 周岁，请监护人一起办理")]
    GuardianNeeded,
    /// No such appointment; whether there is such a person is not said.
    #[error("没有找到预约，请核对一下，或到前台办理")]
    AppointmentUnknown,
    /// The guest is early.
    #[error("您来早了，预约的是 {span}，请到前台")]
    AppointmentEarly {
        /// `14:00-15:30`
        span: String,
    },
    /// The guest is late.
    #[error("预约的 {span} 已经过了，请到前台")]
    AppointmentLate {
        /// `14:00-15:30`
        span: String,
    },
    /// The appointment is on another day.
    #[error("预约的是 {date}，不是今天，请到前台")]
    AppointmentOtherDay {
        /// `11-22`
        date: String,
    },
    /// Too many wrong tries at this kiosk within a short time.
    #[error("试的次数太多了，请 {minutes} 分钟后再试，或到前台办理")]
    TriesTooMany {
        /// Until tries count anew.
        minutes: u32,
    },
    /// Nobody inside is known by this.
    #[error("没有找到在访的登记，请核对一下，或到门岗、前台办理")]
    NotInside,
    /// This pass was used for leaving before.
    #[error("已经登记过离开了，慢走")]
    LeftAlready,
    /// Not a time span: `14:00` to `15:30`.
    #[error("时间应为 14:00 这样，结束要晚于开始")]
    TimesWrong,
    /// Not a day from today on.
    #[error("日期应为 2026-11-21 这样，不早于现在，一年以内")]
    DayWrong,
    /// Not one of the seven purposes.
    #[error("来意应为 亲友、快递、外卖、维修、看房、公务、其它 之一")]
    PurposeUnknown,
    /// More companions than the house allows on one pass.
    #[error("同行最多 {max} 人，请到前台办理")]
    CompanionsTooMany {
        /// Companions allowed.
        max: u8,
    },
    /// Not a plate: 省简称, a letter, five or six letters or digits.
    #[error("车牌号不正确，例如 粤B12345")]
    PlateWrong,
    /// The service is not in the config.
    #[error("没有这项业务")]
    ServiceUnknown,
    /// The service is closed now.
    #[error("现在不在办理时间，{day} {at} 开始", day = if *.tomorrow { "明天" } else { "今天" })]
    ServiceClosed {
        /// It opens tomorrow, not later today.
        tomorrow: bool,
        /// When it opens, `09:00`.
        at: String,
    },
    /// The service is closed now and opens on a later day.
    #[error("现在不在办理时间，{at} 开始")]
    ServiceClosedUntil {
        /// When it opens, `11-23 09:00`.
        at: String,
    },
    /// The service is closed, and nobody knows until when.
    #[error("这项业务暂停办理，请留意公告或到前台询问")]
    ServiceShut,
    /// All numbers of the day are given out.
    #[error("今天的号已取完（{quota} 个），急事请到前台")]
    QuotaTaken {
        /// Numbers of a day.
        quota: u32,
    },
    /// Too many numbers were taken from this kiosk in the last hour.
    #[error("取号太频繁，请到前台办理")]
    NumbersTooMany,
    /// Nobody waits.
    #[error("现在没有人在等候")]
    NobodyWaiting,
    /// This counter has no number in hand.
    #[error("手上没有号，请先叫号")]
    NothingInHand,
    /// This counter still has a number in hand.
    #[error("请先办结或过号 {label}")]
    StillServing {
        /// The number in hand.
        label: String,
    },
    /// Another counter was faster.
    #[error("{label} 已由 {counter} 号柜台叫到")]
    AlreadyCalled {
        /// The number.
        label: String,
        /// The counter that has it.
        counter: u8,
    },
    /// The number is in a state from which this cannot be done.
    #[error("{label} 现在是“{state}”，不能这样操作")]
    NotFromThisState {
        /// Its number.
        label: String,
        /// Its state, in Chinese.
        state: &'static str,
    },
    /// The record does not exist (any more).
    #[error("没有找到这条记录")]
    NotFound,
    /// The author may not do this.
    #[error("这一步需要{who}来办理")]
    NotAllowed {
        /// Who may, in Chinese.
        who: &'static str,
    },
    /// Not the staff's PIN.
    #[error("密码不对")]
    PinWrong,
    /// Too many wrong PINs.
    #[error("请 {seconds} 秒后再试")]
    PinWait {
        /// Seconds until a try is taken.
        seconds: i64,
    },
    /// A PIN that anybody would try.
    #[error("密码应为 6 到 12 位数字，不能全部相同，不能连号")]
    PinTooEasy,
    /// Another post was faster.
    #[error("{post}已经回应")]
    HelpAnswered {
        /// Who answered.
        post: String,
    },
    /// A call could not be kept and so reaches no other process; no post is in this one.
    #[error("没有呼叫成功，请打 {phone}，或直接到前台")]
    HelpNotSent {
        /// The estate's telephone, day and night.
        phone: String,
    },
    /// The page was cleared meanwhile; nothing was kept.
    #[error("页面已更新，请重新开始")]
    PageGone,
    /// A choice that the house does not offer (any more).
    #[error("这个选项已经没有了，请重新选择")]
    ChoiceUnknown,
    /// No receipt fits. The same words for a wrong number, a wrong telephone and a code of something else: nobody learns
    /// from them what exists.
    #[error("没有查到，请核对编号和手机尾号，或扫小票上的码")]
    ReceiptUnknown,
    /// It was urged a short while ago.
    #[error("已经催过了，{at} 以后可以再催")]
    UrgedAlready {
        /// From when on it may be urged again, `11:41`.
        at: String,
    },
    /// It was rated.
    #[error("已经评价过了，谢谢")]
    RatedAlready,
    /// A promise for a time that has gone by.
    #[error("答复时间要在现在以后")]
    PromisePast,
    /// A promise too far ahead (T6).
    #[error("最多可以改约到 {days} 天以内")]
    PromiseTooFar {
        /// Days allowed.
        days: u8,
    },
}

impl Refusal {
    /// A stable code by which a page finds the translated sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NameMissing => "name-missing",
            Refusal::NameTooLong { .. } => "name-too-long",
            Refusal::NameNotAName => "name-not-a-name",
            Refusal::PhoneMissing => "phone-missing",
            Refusal::PhoneWrong => "phone-wrong",
            Refusal::UnitMissing => "unit-missing",
            Refusal::UnitUnknown { .. } => "unit-unknown",
            Refusal::MatterMissing => "matter-missing",
            Refusal::MatterTooLong { .. } => "matter-too-long",
            Refusal::IdNumberWrong => "id-number-wrong",
            Refusal::NoticeFirst => "notice-first",
            Refusal::GuardianNeeded => "guardian-needed",
            Refusal::AppointmentUnknown => "appointment-unknown",
            Refusal::AppointmentEarly { .. } => "appointment-early",
            Refusal::AppointmentLate { .. } => "appointment-late",
            Refusal::AppointmentOtherDay { .. } => "appointment-other-day",
            Refusal::TriesTooMany { .. } => "tries-too-many",
            Refusal::NotInside => "not-inside",
            Refusal::LeftAlready => "left-already",
            Refusal::TimesWrong => "times-wrong",
            Refusal::DayWrong => "day-wrong",
            Refusal::PurposeUnknown => "purpose-unknown",
            Refusal::CompanionsTooMany { .. } => "companions-too-many",
            Refusal::PlateWrong => "plate-wrong",
            Refusal::ServiceUnknown => "service-unknown",
            Refusal::ServiceClosed { tomorrow: false, .. } => "service-closed-today",
            Refusal::ServiceClosed { tomorrow: true, .. } => "service-closed-tomorrow",
            Refusal::ServiceClosedUntil { .. } => "service-closed-until",
            Refusal::ServiceShut => "service-shut",
            Refusal::QuotaTaken { .. } => "quota-taken",
            Refusal::NumbersTooMany => "numbers-too-many",
            Refusal::NobodyWaiting => "nobody-waiting",
            Refusal::NothingInHand => "nothing-in-hand",
            Refusal::StillServing { .. } => "still-serving",
            Refusal::AlreadyCalled { .. } => "already-called",
            Refusal::NotFromThisState { .. } => "not-from-this-state",
            Refusal::NotFound => "not-found",
            Refusal::NotAllowed { .. } => "not-allowed",
            Refusal::PinWrong => "pin-wrong",
            Refusal::PinWait { .. } => "pin-wait",
            Refusal::PinTooEasy => "pin-too-easy",
            Refusal::HelpAnswered { .. } => "help-answered",
            Refusal::HelpNotSent { .. } => "help-not-sent",
            Refusal::PageGone => "page-gone",
            Refusal::ChoiceUnknown => "choice-unknown",
            Refusal::ReceiptUnknown => "receipt-unknown",
            Refusal::UrgedAlready { .. } => "urged-already",
            Refusal::RatedAlready => "rated-already",
            Refusal::PromisePast => "promise-past",
            Refusal::PromiseTooFar { .. } => "promise-too-far",
        }
    }

    /// What fills the blanks of the sentence, in their order; empty where it has none. A state or a person stands in the
    /// rules' own word, which the page knows in its language.
    pub fn blanks(&self) -> [String; 2] {
        let one = |it: &dyn std::fmt::Display| [it.to_string(), String::new()];
        match self {
            Refusal::NameTooLong { max } | Refusal::MatterTooLong { max } => one(max),
            Refusal::CompanionsTooMany { max } => one(max),
            Refusal::UnitUnknown { unit } => one(unit),
            Refusal::AppointmentEarly { span } | Refusal::AppointmentLate { span } => one(span),
            Refusal::AppointmentOtherDay { date } => one(date),
            Refusal::TriesTooMany { minutes } => one(minutes),
            Refusal::PromiseTooFar { days } => one(days),
            Refusal::ServiceClosed { at, .. }
            | Refusal::ServiceClosedUntil { at }
            | Refusal::UrgedAlready { at } => one(at),
            Refusal::QuotaTaken { quota } => one(quota),
            Refusal::StillServing { label } => one(label),
            Refusal::HelpAnswered { post } => one(post),
            Refusal::HelpNotSent { phone } => one(phone),
            Refusal::PinWait { seconds } => one(seconds),
            Refusal::NotAllowed { who } => one(who),
            Refusal::AlreadyCalled { label, counter } => [label.clone(), counter.to_string()],
            Refusal::NotFromThisState { label, state } => [label.clone(), (*state).to_owned()],
            Refusal::PinWrong
            | Refusal::PinTooEasy
            | Refusal::NameMissing
            | Refusal::NameNotAName
            | Refusal::PhoneMissing
            | Refusal::PhoneWrong
            | Refusal::UnitMissing
            | Refusal::MatterMissing
            | Refusal::IdNumberWrong
            | Refusal::NoticeFirst
            | Refusal::GuardianNeeded
            | Refusal::AppointmentUnknown
            | Refusal::NotInside
            | Refusal::LeftAlready
            | Refusal::TimesWrong
            | Refusal::DayWrong
            | Refusal::PurposeUnknown
            | Refusal::PlateWrong
            | Refusal::ServiceUnknown
            | Refusal::ServiceShut
            | Refusal::NumbersTooMany
            | Refusal::NobodyWaiting
            | Refusal::NothingInHand
            | Refusal::NotFound
            | Refusal::ChoiceUnknown
            | Refusal::ReceiptUnknown
            | Refusal::RatedAlready
            | Refusal::PromisePast
            | Refusal::PageGone => Default::default(),
        }
    }
}
