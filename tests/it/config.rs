//! The config: what is shipped is right; what is wrong is told all at once, with file and line.

use crate::bed::shipped;
use front_desk::config::{Config, Face, Flow, PrinterPort};
use std::fs;
use std::path::Path;

#[test]
fn the_shipped_files_are_right_and_say_sim() {
    let config = Config::load(&shipped()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(config.station.faces, Face::ALL);
    assert!(config.house.services.len() >= 3 && config.house.phrases.iter().all(|(_, p)| !p.is_empty()));
}

#[test]
fn every_shipped_profile_is_right() {
    let files: Vec<_> =
        fs::read_dir(shipped().join("printers")).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(!files.is_empty());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        receipt_printer::Profile::from_toml(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    }
}

pub(crate) fn copy(to: &Path) {
    fs::create_dir(to.join("printers")).unwrap();
    for name in ["station.toml", "house.toml", "services.toml", "printers/generic-80mm.toml"] {
        fs::copy(shipped().join(name), to.join(name)).unwrap();
    }
}

pub(crate) fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(from), "{from} in {file}");
    fs::write(folder.join(file), text.replacen(from, to, 1)).unwrap();
}

#[test]
fn every_complaint_is_told_at_once_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path());
    change(folder.path(), "station.toml", "idle_seconds = 60", "idle_secconds = 60");
    change(folder.path(), "station.toml", "\"kiosk\", ", "\"lobby\", ");
    change(folder.path(), "house.toml", "+08:00", "Peking");
    change(folder.path(), "house.toml", "floors = [1, 18]", "floors = [18, 1]");
    change(folder.path(), "house.toml", "14:00-18:00", "18:00-14:00");
    change(folder.path(), "house.toml", "answer = \"2d\"", "answer = \"soon\"");
    change(folder.path(), "services.toml", "counters = 3", "counters = \"three\"");
    change(folder.path(), "services.toml", "series = \"B\"", "series = \"V\"");
    change(folder.path(), "printers/generic-80mm.toml", "dots = 576", "dots = 5");
    let complaints = Config::load(folder.path()).unwrap_err().to_string();
    for wanted in [
        "station.toml:3: faces 应为 kiosk、desk、guard、board 之一",
        "station.toml:5: 不认识的项 idle_secconds",
        "缺少 idle_seconds",
        "house.toml:3: utc_offset 应为时区，例如 +08:00",
        "building.floors 应为两个整数",
        "reception.hours 应为时段",
        "marks.repair.answer 应为 same-day、none 或 2d",
        "services.toml:2: counters 应为 1 到 30 之间的整数",
        "service.series 应为 一到两个大写字母",
        "generic-80mm.toml: dots is 5, but must be 192 to 2040",
        "generic-80mm.toml: 48 columns of 12 dots do not fit 5 dots",
    ] {
        assert!(complaints.contains(wanted), "{wanted}\nis not in\n{complaints}");
    }
    assert_eq!(complaints.lines().count(), 11, "{complaints}");
}

#[test]
fn a_file_that_is_missing_or_no_toml_is_named() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path());
    fs::remove_file(folder.path().join("services.toml")).unwrap();
    change(folder.path(), "house.toml", "[visit]", "[visit");
    let complaints = Config::load(folder.path()).unwrap_err().to_string();
    assert!(complaints.contains("services.toml: 读不到这个文件"), "{complaints}");
    assert!(complaints.contains("house.toml:"), "{complaints}");
}

fn serial(path: &str, flow: Flow) -> PrinterPort {
    PrinterPort::Serial { path: path.into(), baud: 115_200, flow }
}

#[test]
fn every_kind_of_printer_port_is_understood_and_a_wrong_one_is_told() {
    let ports = [
        ("sim", PrinterPort::Sim),
        ("usb", PrinterPort::Usb(None)),
        ("usb:04b8:0202", PrinterPort::Usb(Some((0x04b8, 0x0202, None)))),
        ("usb:0fe6:811e:1-1.4", PrinterPort::Usb(Some((0x0fe6, 0x811e, Some("1-1.4".into()))))),
        ("tcp:192.168.1.20:9100", PrinterPort::Tcp("192.168.1.20:9100".parse().unwrap())),
        ("tcp-shared:192.168.1.20:9100", PrinterPort::TcpShared("192.168.1.20:9100".parse().unwrap())),
        ("serial:/dev/ttyS0:115200", serial("/dev/ttyS0", Flow::Ready)),
        (
            "serial:/dev/serial/by-path/pci-0:1:1.0:115200:xonxoff",
            serial("/dev/serial/by-path/pci-0:1:1.0", Flow::Xon),
        ),
        ("serial:/dev/ttyS0:115200:none", serial("/dev/ttyS0", Flow::None)),
    ];
    for (text, port) in ports {
        let folder = tempfile::tempdir().unwrap();
        copy(folder.path());
        change(
            folder.path(),
            "station.toml",
            "[printer]\nport = \"sim\"",
            &format!("[printer]\nport = \"{text}\""),
        );
        assert_eq!(Config::load(folder.path()).unwrap().station.printer, port);
        assert_eq!(port.to_string(), text, "it is shown as it is written");
    }
    for wrong in [
        "usb:lp0",
        "tcp:printer",
        "tcp:printer.lan:9100",
        "serial:/dev/ttyS0:fast",
        "serial:/dev/ttyS0:9600:dtr",
        "lpt1",
    ] {
        let folder = tempfile::tempdir().unwrap();
        copy(folder.path());
        change(
            folder.path(),
            "station.toml",
            "[printer]\nport = \"sim\"",
            &format!("[printer]\nport = \"{wrong}\""),
        );
        let told = Config::load(folder.path()).unwrap_err().to_string();
        assert!(told.contains("printer.port 应为 sim、usb、"), "{told}");
    }
}

#[test]
fn services_topics_and_the_lobby_complain_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path());
    fs::create_dir(folder.path().join("notices")).unwrap();
    for name in ["lobby.toml", "map.png", "map.zh_TW.png", "notices/winter-safety.toml"] {
        fs::copy(shipped().join(name), folder.path().join(name)).unwrap();
    }
    change(folder.path(), "services.toml", "closed_on = []", "closed_on = [\"Monday\"]");
    change(folder.path(), "services.toml", "quota = 60", "quota = 0\nsun = [\"9-10\"]");
    change(folder.path(), "services.toml", "services = [\"fees\"]", "services = [\"taxes\"]");
    change(folder.path(), "lobby.toml", "map.png", "map.bmp");
    change(folder.path(), "lobby.toml", "here_x = 50", "here_x = 150");
    change(folder.path(), "notices/winter-safety.toml", "until = \"2027-03-01\"", "until = \"2020-03-01\"");
    change(folder.path(), "station.toml", "locked = false", "locked = 1");
    let complaints = Config::load(folder.path()).unwrap_err().to_string();
    for wanted in [
        "station.toml:8: locked 应为 true 或 false",
        "services.toml:4: closed_on 应为日期",
        "service.quota 应为 1 到 100000 之间的整数",
        "service.sun 应为时段",
        "topic.services 应为 fees、general、move-in、passes 之一",
        "topic.services 至少要有一项业务",
        "topic 没有一个通向 fees，这个号谁也取不到",
        "lobby.toml:8: map.picture 应为本目录里的 png、jpg 或 svg 图片",
        "lobby.toml:10: map.en 应为本目录里的 png、jpg 或 svg 图片",
        "lobby.toml:11: map.here_x 应为 0 到 100 之间的整数",
        "winter-safety.toml:4: until 早于开始日期",
    ] {
        assert!(complaints.contains(wanted), "{wanted}\nis not in\n{complaints}");
    }
    assert_eq!(complaints.lines().count(), 11, "{complaints}");
}

#[test]
fn a_weekday_has_hours_of_its_own_and_the_lobby_may_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path());
    let hours = "hours = [\"09:00-12:00\", \"14:00-18:00\"]";
    change(folder.path(), "services.toml", hours, &format!("{hours}\nsat = [\"09:00-12:00\"]\nsun = []"));
    let house = Config::load(folder.path()).unwrap().house;
    let lines = house.service("general").unwrap().hours.lines().len();
    assert_eq!((lines, house.lobby.notices.len(), house.lobby.map), (3, 0, None));
}
