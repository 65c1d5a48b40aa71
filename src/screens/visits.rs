//! The kiosk's visit page: card or by hand, one question after the other.

use super::station::list;
use super::{Change, Key, Wire};
use front_desk::devices::CardTrouble;
use front_desk::rules::House;
use front_desk::rules::Refusal;
use front_desk::rules::house::IdKept;
use front_desk::rules::people::{PersonName, Phone, Plate, name_or_none};
use front_desk::rules::visits::{Goods, Purpose, VisitForm};
use front_desk::station::{CardStage, Coming, Intent, KioskIntent, KioskPage, KioskView, Token};
use slint::{ComponentHandle, SharedString};
use std::rc::Rc;

pub(super) fn connect(window: &ui::KioskWindow, wire: &Wire, key: &Key, house: &Rc<House>) {
    let visit = window.global::<ui::Visit<'_>>();
    let (to, weak) = (wire.clone(), window.as_weak());
    visit.on_stepped(move |step| {
        // A card that was read stays read, wherever its holder goes on these pages.
        let read = weak.upgrade().is_some_and(|w| w.global::<ui::Visit<'_>>().get_form().from_card);
        to.send(Intent::Kiosk(KioskIntent::WantCard(step == ui::VisitStep::Card && !read)));
    });
    let to = wire.clone();
    visit.on_cancel(move || to.send(Intent::Kiosk(KioskIntent::Open(KioskPage::Home))));
    let to = wire.clone();
    visit.on_agree(move || to.send(Intent::Kiosk(KioskIntent::Agree)));
    let lines = |language: &str| {
        let found = house.visiting.notice.lines.iter().find(|(l, _)| l == language);
        list(found.into_iter().flat_map(|(_, lines)| lines).map(SharedString::from).collect())
    };
    visit.set_companions_max(i32::from(house.visiting.companions_max));
    visit.set_id_kept(house.visiting.id_kept != IdKept::Nothing);
    visit.set_notice_zh_cn(lines("zh_CN"));
    visit.set_notice_zh_tw(lines("zh_TW"));
    visit.set_notice_en(lines("en"));
    let (to, page, weak) = (wire.clone(), key.clone(), window.as_weak());
    visit.on_arrive(move |guest| {
        let Some(window) = weak.upgrade() else { return };
        let visit = window.global::<ui::Visit<'_>>();
        visit.set_busy(true);
        let (minor, guardian) = (visit.get_minor(), visit.get_form().guardian);
        let guest = Coming { token: token(&guest), minor, guardian };
        to.send(Intent::Kiosk(KioskIntent::Arrive { key: page.get(), guest }));
    });
    let (weak, known) = (window.as_weak(), house.clone());
    visit.on_check(move |step| weak.upgrade().is_none_or(|window| check(&window, step, &known)));
    let (to, key, weak) = (wire.clone(), key.clone(), window.as_weak());
    visit.on_submit(move |form| {
        if let Some(window) = weak.upgrade() {
            window.global::<ui::Visit<'_>>().set_busy(true);
        }
        to.send(Intent::Kiosk(KioskIntent::RegisterVisit { key: key.get(), form: plain(&form) }));
    });
}

pub(super) fn apply(window: &ui::KioskWindow, change: &Change<'_, KioskView>) {
    let visit = window.global::<ui::Visit<'_>>();
    visit.set_busy(false);
    let view = change.view;
    if !change.of(|v| &v.card) && !change.of(|v| &v.key) {
        return;
    }
    visit.set_card(card_state(&view.card));
    visit.set_card_minor(view.minor);
    visit.set_expected(view.expected);
    let CardStage::Read { name, number } = &view.card else { return };
    let mut guest = visit.get_guest();
    (guest.by_tail, guest.name) = (guest.by_tail || view.expected, name.reveal().into());
    visit.set_guest(guest);
    let mut form = visit.get_form();
    form.name = name.reveal().into();
    form.from_card = true;
    visit.set_form(form);
    visit.set_id_masked(number.as_str().into());
    if visit.get_step() == ui::VisitStep::Card {
        visit.invoke_forward(); // one tap less: the next question says what was read
    }
}

/// How a card gets on, in the pages' words.
pub(super) fn card_state(card: &CardStage) -> ui::CardState {
    match card {
        CardStage::Waiting => ui::CardState::Waiting,
        CardStage::Reading => ui::CardState::Reading,
        CardStage::Trouble(CardTrouble::LiftAndReplace) => ui::CardState::LiftAgain,
        CardStage::Trouble(CardTrouble::OneCardOnly) => ui::CardState::OneOnly,
        CardStage::Trouble(CardTrouble::NotThisCard) => ui::CardState::NotThisCard,
        CardStage::Trouble(CardTrouble::ReaderFault) => ui::CardState::ReaderFault,
        CardStage::Read { .. } => ui::CardState::Read,
    }
}

/// Whether a step may be left forwards; if not, the page says why beside the field.
fn check(window: &ui::KioskWindow, step: ui::VisitStep, house: &House) -> bool {
    let visit = window.global::<ui::Visit<'_>>();
    let form = visit.get_form();
    match step {
        ui::VisitStep::Who => {
            let name = if form.from_card { None } else { PersonName::parse(&form.name).err() };
            let phone = match Phone::parse(&form.phone) {
                Err(Refusal::PhoneMissing) if form.from_card => None,
                phone => phone.err(),
            };
            let fine = name.is_none() && phone.is_none();
            visit.set_name_error(refused(name));
            visit.set_phone_error(refused(phone));
            fine
        }
        ui::VisitStep::Unit => tell(window, house.estate.find(&form.building, &form.unit, &form.room).err()),
        ui::VisitStep::Party => tell(window, Plate::parse(&form.plate).err()),
        ui::VisitStep::Host => tell(window, name_or_none(&form.host).err()),
        ui::VisitStep::Notice
        | ui::VisitStep::Card
        | ui::VisitStep::Code
        | ui::VisitStep::Guardian
        | ui::VisitStep::Purpose
        | ui::VisitStep::Goods
        | ui::VisitStep::Confirm => tell(window, None),
    }
}

/// How a booked guest says who it is.
fn token(guest: &ui::Guest) -> Token {
    if guest.by_tail {
        Token::Tail { name: guest.name.as_str().into(), tail: guest.tail.as_str().into() }
    } else {
        Token::Code(guest.code.as_str().into())
    }
}

/// Shows a refusal as the page's notice; true where there is none.
pub(super) fn tell(window: &ui::KioskWindow, refusal: Option<Refusal>) -> bool {
    let fine = refusal.is_none();
    window.global::<ui::Kiosk<'_>>().set_notice(refused(refusal));
    fine
}

/// A refusal for a page, which finds the words itself and so changes them with its language; an empty one where there
/// is none.
pub(super) fn refused(refusal: Option<Refusal>) -> ui::Notice {
    super::station::notice(refusal.map(front_desk::station::Notice::Refused).as_ref())
}

fn plain(form: &ui::VisitForm) -> VisitForm {
    VisitForm {
        name: form.name.as_str().into(),
        phone: form.phone.as_str().into(),
        unit: [form.building.as_str().into(), form.unit.as_str().into(), form.room.as_str().into()],
        host: form.host.as_str().into(),
        purpose: Some(plain_purpose(form.purpose)),
        companions: u8::try_from(form.companions).unwrap_or(u8::MAX),
        plate: form.plate.as_str().into(),
        goods: match form.goods {
            ui::Goods::Nothing => Goods::None,
            ui::Goods::Bulky => Goods::Bulky,
            ui::Goods::Tools => Goods::Tools,
            ui::Goods::Other => Goods::Other,
        },
        minor: form.minor,
        guardian: form.guardian,
    }
}

/// A purpose in the station's words.
pub(super) fn plain_purpose(purpose: ui::Purpose) -> Purpose {
    match purpose {
        ui::Purpose::Family => Purpose::Family,
        ui::Purpose::Parcel => Purpose::Parcel,
        ui::Purpose::Food => Purpose::Food,
        ui::Purpose::Repair => Purpose::Repair,
        ui::Purpose::Viewing => Purpose::Viewing,
        ui::Purpose::Official => Purpose::Official,
        ui::Purpose::Other => Purpose::Other,
    }
}

/// What is carried in, in the pages' words.
pub(super) fn goods(goods: Goods) -> ui::Goods {
    match goods {
        Goods::None => ui::Goods::Nothing,
        Goods::Bulky => ui::Goods::Bulky,
        Goods::Tools => ui::Goods::Tools,
        Goods::Other => ui::Goods::Other,
    }
}

/// A purpose in the pages' words.
pub(super) fn purpose(purpose: Purpose) -> ui::Purpose {
    match purpose {
        Purpose::Family => ui::Purpose::Family,
        Purpose::Parcel => ui::Purpose::Parcel,
        Purpose::Food => ui::Purpose::Food,
        Purpose::Repair => ui::Purpose::Repair,
        Purpose::Viewing => ui::Purpose::Viewing,
        Purpose::Official => ui::Purpose::Official,
        Purpose::Other => ui::Purpose::Other,
    }
}
