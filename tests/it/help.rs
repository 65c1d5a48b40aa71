//! Help: a kiosk calls, a post answers, both are kept.

use crate::bed::{Bed, refused};
use front_desk::config::Face;
use front_desk::rules::Refusal;
use front_desk::rules::help::{HelpKind, Post};
use front_desk::station::{DeskIntent, GuardIntent, HelpStage, KioskIntent, KioskPage};

#[test]
fn staff_is_called_answered_and_the_kiosk_says_so() {
    let mut bed = Bed::new();
    let key = bed.open(KioskPage::Visit);
    let view = bed.kiosk(KioskIntent::CallHelp(HelpKind::Staff));
    assert_eq!((view.kiosk.help.staff, view.kiosk.help.emergency), (HelpStage::Ringing, HelpStage::Quiet));
    assert_eq!((view.kiosk.page, view.kiosk.key), (KioskPage::Visit, key), "the page stays: nothing is lost");
    let rings = &view.desk.alarms[0];
    assert_eq!((rings.place.as_str(), rings.called.as_str()), ("大堂一号机", "09:30"));
    assert!(view.guard.alarms.is_empty(), "the guard is not rung for that");
    let id = rings.id;
    bed.desk(DeskIntent::Counter(2));
    let view = bed.desk(DeskIntent::Answer(id));
    assert!(view.desk.alarms.is_empty() && view.desk.notice.is_none());
    assert_eq!(view.kiosk.help.staff, HelpStage::Coming(Post::Counter(2)));
    bed.kiosk(KioskIntent::Open(KioskPage::Home));
    assert_eq!(bed.wait(91).kiosk.help.staff, HelpStage::Quiet);
    let call = bed.store.read(|db| db.help(id)).unwrap().unwrap();
    assert_eq!(call.answered.unwrap().0, Post::Counter(2));
}

#[test]
fn an_emergency_rings_at_both_posts_until_one_answers() {
    let mut bed = Bed::new();
    let view = bed.kiosk(KioskIntent::CallHelp(HelpKind::Emergency));
    let id = view.guard.alarms[0].id;
    assert_eq!(view.desk.alarms[0].id, id);
    let view = bed.wait(3_600);
    assert_eq!((view.guard.alarms[0].minutes, view.desk.alarms.len()), (60, 1), "nobody came: it rings on");
    let view = bed.guard(GuardIntent::Answer(id));
    assert!(view.guard.alarms.is_empty() && view.desk.alarms.is_empty());
    assert_eq!(view.kiosk.help.emergency, HelpStage::Coming(Post::Guard));
    let late = bed.desk(DeskIntent::Answer(id));
    assert_eq!(refused(&late.desk.notice), Refusal::HelpAnswered { post: "门岗".into() });
}

#[test]
fn who_taps_again_rings_nobody_anew() {
    let mut bed = Bed::new();
    for _ in 0..20 {
        bed.kiosk(KioskIntent::CallHelp(HelpKind::Staff));
    }
    assert_eq!(bed.view().desk.alarms.len(), 1);
    let id = bed.view().desk.alarms[0].id;
    bed.desk(DeskIntent::Answer(id));
    bed.kiosk(KioskIntent::CallHelp(HelpKind::Staff));
    assert!(bed.view().desk.alarms.is_empty(), "somebody is on the way");
    assert_eq!(bed.store.read(|db| db.facts()).unwrap(), 2);
    bed.wait(91);
    bed.kiosk(KioskIntent::CallHelp(HelpKind::Staff));
    assert_eq!(bed.view().desk.alarms.len(), 1, "nobody came, so it rings again");
}

#[test]
fn a_call_survives_a_restart_and_a_rebuild() {
    let mut bed = Bed::new();
    bed.kiosk(KioskIntent::CallHelp(HelpKind::Emergency));
    let before = bed.store.read(|db| db.help_open()).unwrap();
    bed.store.rebuild().unwrap();
    assert_eq!(bed.store.read(|db| db.help_open()).unwrap(), before);
    let Bed { folder, store, station, .. } = bed;
    drop((store, station));
    let bed = Bed::in_folder(folder);
    assert_eq!(bed.view().kiosk.help.emergency, HelpStage::Ringing);
    assert_eq!(bed.view().guard.alarms.len(), 1);
}

#[test]
fn a_disk_that_says_no_silences_no_call_and_its_times_are_kept_later() {
    let mut bed = Bed::new();
    bed.store.refuse_writes(true).unwrap();
    bed.kiosk(KioskIntent::CallHelp(HelpKind::Emergency));
    let view = bed.kiosk(KioskIntent::CallHelp(HelpKind::Emergency));
    assert_eq!((view.kiosk.help.emergency, &view.kiosk.notice), (HelpStage::Ringing, &None));
    assert_eq!((view.desk.alarms.len(), view.guard.alarms.len()), (1, 1), "once");
    let (id, called) = (view.guard.alarms[0].id, bed.now);
    bed.wait(30);
    let answered = bed.now;
    let view = bed.guard(GuardIntent::Answer(id));
    assert!(view.desk.alarms.is_empty() && view.guard.notice.is_none());
    assert_eq!(view.kiosk.help.emergency, HelpStage::Coming(Post::Guard));
    assert_eq!(bed.store.read(|db| db.facts()).unwrap(), 0);
    bed.wait(60);
    bed.store.refuse_writes(false).unwrap();
    bed.wait(1);
    let call = bed.store.read(|db| db.help(id)).unwrap().unwrap();
    assert_eq!((call.called, call.answered), (called, Some((Post::Guard, answered))));
    assert_eq!(bed.store.verify().unwrap().broken, None);
    bed.wait(60);
    assert_eq!(bed.store.read(|db| db.facts()).unwrap(), 2, "and once");
}

#[test]
fn a_kiosk_that_no_post_of_its_own_hears_claims_nothing() {
    let mut bed = Bed::of_faces(&[Face::Kiosk]);
    bed.store.refuse_writes(true).unwrap();
    let view = bed.kiosk(KioskIntent::CallHelp(HelpKind::Emergency));
    assert_eq!(view.kiosk.help.emergency, HelpStage::Quiet);
    let phone = "400-000-0000".to_owned();
    assert_eq!(refused(&view.kiosk.notice), Refusal::HelpNotSent { phone }, "what still works");
}

#[test]
fn a_call_is_heard_at_the_post_each_kind_with_its_own_sound() {
    let mut bed = Bed::new();
    let told = bed.folder.path().join("told");
    assert!(std::process::Command::new("mkfifo").arg(&told).status().unwrap().success());
    // The player says how many bytes it got: each kind of call has a sound of its own.
    let play = ["sh".to_owned(), "-c".into(), format!("wc -c > {}", told.display())];
    let rope = bed.ends.bell.clone();
    let ringing = std::thread::spawn(move || front_desk::devices::ring(&rope, &play));
    let heard = || std::fs::read_to_string(&told).unwrap();
    bed.kiosk(KioskIntent::CallHelp(HelpKind::Staff));
    let soft = heard();
    bed.kiosk(KioskIntent::CallHelp(HelpKind::Emergency));
    let mut sharp = heard();
    while sharp == soft {
        sharp = heard(); // one more of the first may have been on its way
    }
    for row in &bed.view().desk.alarms {
        bed.desk(DeskIntent::Answer(row.id));
    }
    drop(bed);
    ringing.join().unwrap();
}
