//! The kiosk without eyes or without a touchscreen: labels and roles in reading order, Tab through all that acts, Shift+Tab
//! back, Enter and Space act, and the eye sees where one is.

use std::cell::RefCell;
use std::rc::Rc;

use slint::ComponentHandle;
use slint::platform::{Key, WindowEvent};
use ui::headless::{self, AccessibleRole, Part, open, press_key};
use ui::{Kiosk, KioskPage, KioskWindow, Theme, Touch, Visit, VisitStep};

use crate::faces::SCENES;

const PORTRAIT: (f32, f32) = (1080., 1920.);
const WIDE: (f32, f32) = (1920., 1080.);

fn page(size: (f32, f32), set: fn(&KioskWindow)) -> KioskWindow {
    headless::init();
    let kiosk = KioskWindow::new().unwrap();
    open(&kiosk, size.0, size.1).unwrap();
    set(&kiosk);
    headless::settle();
    kiosk
}

/// What the Tab key must come to: all that acts, but the keys of the on-screen keyboard, which a real one replaces.
fn stops(kiosk: &KioskWindow) -> Vec<Part> {
    let parts = headless::parts(kiosk);
    let keyboard = parts.iter().find(|p| p.role == AccessibleRole::Groupbox && p.label == "屏幕键盘");
    let keyboard = keyboard.map(|p| p.area).unwrap_or_default();
    let key = |p: &Part| p.area[1] >= keyboard[1] && p.area[1] < keyboard[1] + keyboard[3];
    let locked = |p: &Part| p.role == AccessibleRole::TextInput && !p.enabled;
    let acts = |p: &Part| matches!(p.role, AccessibleRole::Button | AccessibleRole::TextInput);
    let own = |p: &Part| p.area[0] >= keyboard[0] && p.area[0] < keyboard[0] + keyboard[2];
    parts.iter().filter(|p| acts(p) && p.enabled && !locked(p) && !(key(p) && own(p))).cloned().collect()
}

fn shift_tab(kiosk: &KioskWindow) {
    let shift = slint::SharedString::from(Key::Shift);
    kiosk.window().dispatch_event(WindowEvent::KeyPressed { text: shift.clone() });
    press_key(kiosk, Key::Backtab);
    kiosk.window().dispatch_event(WindowEvent::KeyReleased { text: shift });
}

/// Tab until it comes round again.
fn round(kiosk: &KioskWindow, step: fn(&KioskWindow)) -> Vec<Part> {
    let mut way: Vec<Part> = Vec::new();
    for _ in 0..120 {
        step(kiosk);
        match headless::focused(kiosk) {
            Some(part) if way.first().is_some_and(|first| first.area == part.area) => return way,
            Some(part) => way.push(part),
            None => {}
        }
    }
    panic!("Tab never comes round: {:?}", labels(&way));
}

fn labels(parts: &[Part]) -> Vec<&str> {
    parts.iter().map(|p| p.label.as_str()).collect()
}

#[test]
fn tab_goes_through_all_that_acts_in_reading_order_and_shift_tab_goes_back() {
    for size in [PORTRAIT, WIDE] {
        for &(name, set) in SCENES {
            let kiosk = page(size, set);
            let way = round(&kiosk, |k| press_key(k, Key::Tab));
            for stop in stops(&kiosk) {
                assert!(
                    way.iter().any(|p| p.area == stop.area),
                    "{name} {size:?}: Tab misses «{}»",
                    stop.label
                );
            }
            // The walk begins wherever the page put the focus: turn it so that it begins where reading does.
            let parts = headless::parts(&kiosk);
            let read = |stop: &Part| parts.iter().position(|p| p.area == stop.area);
            let start = (0..way.len()).min_by_key(|at| read(&way[*at])).unwrap_or_default();
            let ordered: Vec<&Part> = way.iter().cycle().skip(start).take(way.len()).collect();
            for pair in ordered.windows(2) {
                let [[ax, ay, aw, _], [bx, by, _, bh]] = [pair[0].area, pair[1].area];
                let next_column = bx + 1. >= ax + aw;
                assert!(
                    by + bh > ay + 1. || next_column,
                    "{name} {size:?}: from «{}» up to «{}» in {:?}",
                    pair[0].label,
                    pair[1].label,
                    labels(&way)
                );
            }
            let mut back = round(&kiosk, shift_tab);
            back.reverse();
            let at = back.iter().position(|p| p.area == way[0].area).unwrap_or_default();
            back.rotate_left(at);
            // By place, not by word: an announcement's title goes on while this walks.
            let places = |parts: &[Part]| parts.iter().map(|p| p.area).collect::<Vec<_>>();
            assert_eq!(
                places(&back),
                places(&way),
                "{name} {size:?}: back is another way: {:?}",
                labels(&back)
            );
            kiosk.hide().unwrap();
        }
    }
}

#[test]
fn enter_and_space_do_what_a_tap_does() {
    let opened: Rc<RefCell<Vec<KioskPage>>> = Rc::default();
    for key in [Key::Return, Key::Space] {
        let kiosk = page(PORTRAIT, |_| {});
        let kept = opened.clone();
        kiosk.global::<Kiosk>().on_open(move |page| kept.borrow_mut().push(page));
        let touched = Rc::new(RefCell::new(0));
        let touches = touched.clone();
        kiosk.global::<Touch>().on_touched(move || *touches.borrow_mut() += 1);
        let first = round(&kiosk, |k| press_key(k, Key::Tab)).len();
        for _ in 0..=first {
            press_key(&kiosk, Key::Tab);
            if headless::focused(&kiosk).is_some_and(|p| p.label == "取号办事") {
                break;
            }
        }
        press_key(&kiosk, key);
        assert_eq!(*touched.borrow(), 1, "a key is a touch: the time starts anew");
    }
    assert_eq!(*opened.borrow(), [KioskPage::Number, KioskPage::Number]);
}

#[test]
fn the_eye_sees_where_the_keys_are() {
    for &(name, set) in SCENES.iter().filter(|(name, _)| ["home", "purpose", "visit confirm"].contains(name))
    {
        let kiosk = page(PORTRAIT, set);
        for _ in 0..round(&kiosk, |k| press_key(k, Key::Tab)).len().min(12) {
            let before = kiosk.window().take_snapshot().unwrap();
            let at = headless::focused(&kiosk);
            press_key(&kiosk, Key::Tab);
            let after = kiosk.window().take_snapshot().unwrap();
            let Some(part) = headless::focused(&kiosk).filter(|p| at.as_ref() != Some(p)) else { continue };
            let [x, y, w, _] = part.area;
            let inside = |shot: &slint::SharedPixelBuffer<slint::Rgba8Pixel>| {
                let row = (y as usize + 2) * shot.width() as usize;
                let (from, to) = (row + x as usize + 20, row + (x + w) as usize - 20);
                shot.as_slice()[from..to].to_vec()
            };
            assert_ne!(inside(&before), inside(&after), "{name}: «{}» looks as before", part.label);
        }
    }
}

#[test]
fn a_field_says_what_is_wrong_with_it() {
    let kiosk = page(PORTRAIT, |k| {
        let wrong = ui::Notice { text: "请检查手机号码".into(), ..ui::Notice::default() };
        k.global::<Visit>().set_phone_error(wrong);
        let mut form = k.global::<Visit>().get_form();
        (form.from_card, form.phone) = (false, "1380".into());
        k.global::<Visit>().set_form(form);
        k.global::<Visit>().set_step(VisitStep::Who);
        k.global::<Kiosk>().set_page(KioskPage::Visit);
    });
    let fields = i_slint_backend_testing::ElementQuery::from_root(&kiosk)
        .match_descendants()
        .match_accessible_role(AccessibleRole::TextInput)
        .find_all();
    let said: Vec<(String, String, String)> = fields
        .iter()
        .map(|f| [f.accessible_label(), f.accessible_value(), f.accessible_description()])
        .map(|texts| texts.map(|t| t.unwrap_or_default().to_string()).into())
        .collect();
    let phone = ("手机号码".to_string(), "1380".to_string(), "请检查手机号码".to_string());
    assert!(said.contains(&phone), "{said:?}");
}

/// Every page is read from its head to its foot: header, question, answers, ways on, choices, devices.
#[test]
fn pages_are_read_from_top_to_bottom() {
    for &(name, set) in SCENES {
        let kiosk = page(PORTRAIT, set);
        let parts = headless::parts(&kiosk);
        let at = |label: &str| parts.iter().position(|p| p.label == label);
        let (head, foot) = (at("自助服务"), at("English"));
        if foot.is_none() {
            continue; // at rest: one picture, one touch
        }
        assert!(head.is_some() && head < foot, "{name}: {head:?} {foot:?}");
        let main = parts.iter().position(|p| p.role == AccessibleRole::Button);
        assert!(main < foot, "{name}: the choices at the foot come before the page");
    }
}

/// How light the ground of a part is, 0 to 255, beside its words.
fn ground(kiosk: &KioskWindow, label: &str) -> i32 {
    let shot = kiosk.window().take_snapshot().unwrap();
    let parts = headless::parts(kiosk);
    let part = parts.iter().find(|p| p.role == AccessibleRole::Button && p.label == label).unwrap();
    let at = (part.area[1] as u32 + 12) * shot.width() + part.area[0] as u32 + 20;
    i32::from(shot.as_slice()[at as usize].g)
}

#[test]
fn in_high_contrast_the_ground_says_what_is_chosen_and_what_cannot_be_tapped() {
    for (scene, one, other, apart) in [
        ("request kind", "水", "电", 150),
        ("request wished", "工作日下午", "尽快", 150),
        ("purpose", "亲友", "快递", 150),
        ("contact", "123", "ABC", 150),
        ("progress ask", "手机尾号", "受理编号", 150),
        ("progress rate", "下一步", "返回", 20),
    ] {
        let set = SCENES.iter().find(|(name, _)| *name == scene).unwrap().1;
        let kiosk = page(PORTRAIT, set);
        kiosk.global::<Theme>().set_high_contrast(true);
        headless::settle();
        let (one_ground, other_ground) = (ground(&kiosk, one), ground(&kiosk, other));
        assert!(other_ground - one_ground >= apart, "{scene}: {one} {one_ground}, {other} {other_ground}");
    }
}
