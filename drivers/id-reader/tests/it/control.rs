//! Steering by lines of text.

use std::time::Duration;

use id_reader::Baud;
use id_reader::sim::{Control, ControlError, FAULTS, Fault, HELP, Module, ModuleOptions, On};

#[test]
fn lines_are_understood() {
    let parse = |line: &str| Control::parse(line).unwrap();
    assert!(matches!(parse("place r1"), Control::Place(card) if card.label() == "R1"));
    assert_eq!(parse("  REMOVE "), Control::Remove);
    assert_eq!(parse("fault lost-aa"), Control::Fault(Fault::LostAa, On::Read, 1));
    assert_eq!(parse("fault select-fails 3"), Control::Fault(Fault::Status(0x81), On::Select, 3));
    assert_eq!(parse("fault status-33"), Control::Fault(Fault::Status(0x33), On::Read, 1));
    assert_eq!(parse("switch mute on"), Control::Mute(true));
    assert_eq!(parse("selftest 66"), Control::SelfTest(0x66));
    assert_eq!(parse("baud 9600"), Control::Baud(Baud::B9600));
    assert_eq!(parse(""), Control::Help);
}

#[test]
fn lines_not_understood_get_a_sentence() {
    let error = |line: &str| Control::parse(line).unwrap_err();
    assert_eq!(error("place nobody"), ControlError::NoCard("nobody".to_owned()));
    assert_eq!(error("place"), ControlError::Missing("place"));
    assert_eq!(error("dance"), ControlError::Unknown("dance".to_owned()));
    assert_eq!(error("baud 1234"), ControlError::NoChoice("1234".to_owned()));
    assert_eq!(error("fault x"), ControlError::NoChoice("x".to_owned()));
    assert!(error("dance").to_string().contains("help"));
}

#[test]
fn every_fault_that_help_names_is_understood() {
    let faults = HELP.split("otherwise:").nth(1).unwrap().split("switch NAME").next().unwrap();
    let names: Vec<_> = faults.split_whitespace().map(|name| name.replace("XX", "47")).collect();
    assert_eq!(names[..names.len() - 1], FAULTS, "the list that a bench shows, and status-XX");
    for name in names {
        assert!(Control::parse(&format!("fault {name}")).is_ok(), "{name}");
    }
}

#[test]
fn what_is_applied_is_done_and_said() {
    let mut module = Module::new(ModuleOptions::default());
    let mut say = |line: &str| Control::parse(line).unwrap().apply(&mut module, Duration::ZERO);
    assert_eq!(say("place R2"), "placed R2");
    assert!(say("list").lines().count() > 30);
    assert_eq!(say("unplug"), "unplugged");
    assert!(!module.is_plugged());
    assert_eq!(module.card_label(), Some("R2"));
}
