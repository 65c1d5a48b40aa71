//! The program as a person starts it: its verbs, what they say, how they exit.

use crate::bed::{Bed, contains, shipped, visit};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_front-desk"));
    command.args(args).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
    command
}

pub(crate) fn run(args: &[&str]) -> Output {
    program(args).output().unwrap()
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A copy of the shipped config, with one text changed.
fn config(folder: &Path, from: &str, to: &str) -> String {
    fs::create_dir_all(folder.join("printers")).unwrap();
    for name in ["station.toml", "house.toml", "services.toml", "printers/generic-80mm.toml"] {
        let text = fs::read_to_string(shipped().join(name)).unwrap();
        fs::write(folder.join(name), text.replacen(from, to, 1)).unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

/// A child that dies with the test.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn wrong_usage_is_two_and_a_wrong_config_is_one_with_every_complaint() {
    assert_eq!(run(&["--face", "lobby"]).status.code(), Some(2));
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path(), "port = \"sim\"", "port = 7");
    let output = run(&["--config", &config, "doctor"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("station.toml:11: reader.port 应为"), "{}", said(&output));
}

#[test]
fn verify_says_whether_the_chain_holds() {
    let bed = Bed::new();
    let (config, data) = (shipped(), bed.folder.path().to_owned());
    let args = ["--config", config.to_str().unwrap(), "--data", data.to_str().unwrap(), "verify"];
    let mut bed = bed;
    bed.register(visit());
    let output = run(&args);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let conn = rusqlite::Connection::open(bed.store.path()).unwrap();
    conn.execute("UPDATE journal SET at = at - 1", []).unwrap();
    let output = run(&args);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("断开"), "{}", said(&output));
    let nothing = tempfile::tempdir().unwrap();
    let output = run(&["--config", args[1], "--data", nothing.path().to_str().unwrap(), "verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_dir(nothing.path()).unwrap().count(), 0, "looking makes nothing");
}

#[test]
fn a_newer_database_ends_the_program_with_a_word_and_one() {
    let bed = Bed::new();
    let conn = rusqlite::Connection::open(bed.store.path()).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    let (config, data) = (shipped(), bed.folder.path().to_str().unwrap().to_owned());
    let output = run(&["--config", config.to_str().unwrap(), "--data", &data, "verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("数据库来自更新的版本（版本 99"), "{}", said(&output));
}

#[test]
fn erase_blanks_a_person_by_the_number_on_the_slip() {
    let mut bed = Bed::new();
    bed.register(visit());
    let (config, data) = (shipped(), bed.folder.path().to_str().unwrap().to_owned());
    let erase = |record| run(&["--config", config.to_str().unwrap(), "--data", &data, "erase", record]);
    assert_eq!(erase("V20261121-099").status.code(), Some(1));
    assert!(contains(&bed.files(), "测试甲"));
    let output = erase("V20261121-001");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(!contains(&bed.files(), "测试甲"));
    assert_eq!(bed.store.verify().unwrap().broken, None);
}

#[test]
fn a_reader_in_another_process_is_found_at_its_link() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("reader");
    let link = link.to_str().unwrap();
    let mut sim = program(&["sim", "reader", "--link", link]);
    let mut sim = Killed(sim.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(sim.0.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains(link));
    writeln!(sim.0.stdin.as_mut().unwrap(), "place R1").unwrap();
    assert!(!lines.next().unwrap().unwrap().is_empty(), "a line is answered");
    let config = config(&folder.path().join("config"), "port = \"sim\"", &format!("port = \"{link}\""));
    let output = run(&["--config", &config, "doctor"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("115200 波特，自检通过，模块号"), "{}", said(&output));
}

#[test]
fn bytes_become_a_picture_and_unknown_ones_are_a_finding() {
    let paint = |bytes: &[u8]| {
        let mut child = program(&["render"]);
        let child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        child.wait_with_output().unwrap()
    };
    let fine = paint(b"\x1b@\x1c&\xc4\xe3\xba\xc3\n\x1dVB\x00");
    assert_eq!((fine.status.code(), &fine.stdout[..8]), (Some(0), b"\x89PNG\r\n\x1a\n".as_slice()));
    let odd = paint(b"\x1b@hello\n\x1b\x02\x1dVB\x00");
    assert_eq!(odd.status.code(), Some(1), "{}", String::from_utf8_lossy(&odd.stderr));
}

#[cfg(feature = "window")]
#[test]
fn the_tour_leaves_a_picture_of_every_page_and_slip_and_no_person_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("tour");
    let output = run(&["--config", shipped().to_str().unwrap(), "tour", "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let pictures: Vec<_> = fs::read_dir(&out).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(pictures.iter().all(|p| p.extension().is_some_and(|x| x == "png")), "{pictures:?}");
    let slips = pictures.iter().filter(|p| p.to_str().unwrap().contains("slip")).count();
    assert!(pictures.len() >= 25 && slips == 8, "{} pictures, {slips} slips", pictures.len());
    let log = String::from_utf8_lossy(&output.stderr);
    for personal in ["测试甲", "13900001234", "110000199003071231", "3-1-502", "502 室", "水管"] {
        assert!(!log.contains(personal), "{personal} stands in the log:\n{log}");
    }
}

#[test]
fn a_list_of_households_with_a_wrong_line_imports_nothing_and_says_every_line() {
    let bed = Bed::new();
    let (config, data) = (shipped(), bed.folder.path().to_owned());
    let file = bed.folder.path().join("list.csv");
    let import = |text: &str| {
        fs::write(&file, text).unwrap();
        let options = ["--config", config.to_str().unwrap(), "--data", data.to_str().unwrap()];
        run(&[&options[..], &["import", "households", file.to_str().unwrap()]].concat())
    };
    let before = bed.store.read(|db| db.facts()).unwrap();
    let bad =
        import("房号,姓名,电话\n3-1-502,测试甲,13800000001\n9-9-9,测试乙,13800000002\n3-1-503,测试丙,12\n");
    assert_eq!(bad.status.code(), Some(1));
    assert!(said(&bad).contains("list.csv:3: ") && said(&bad).contains("list.csv:4: "), "{}", said(&bad));
    assert_eq!(bed.store.read(|db| db.facts()).unwrap(), before);
    let good = import("\u{feff}房号,姓名,电话\r\n3-1-502,\"测试甲\",13800000001\r\n");
    assert_eq!((good.status.code(), said(&good).contains("新增 1")), (Some(0), true), "{}", said(&good));
    assert!(!said(&good).contains("测试甲"));
}

#[test]
fn the_doctor_asks_a_printer_what_it_can_do_and_prints_its_test_page() {
    let profile = receipt_printer::Profile::default();
    let sim = receipt_printer::sim::SimPrinter::new(profile);
    let listening = receipt_printer::sim::listen("127.0.0.1:0", sim.clone()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let to = format!("[printer]\nport = \"tcp:{}\"", listening.address());
    let config = config(folder.path(), "[printer]\nport = \"sim\"", &to);
    let data = folder.path().join("data");
    let args =
        ["--config", &config, "--data", data.to_str().unwrap(), "doctor", "--print-test-page", "--json"];
    let output = run(&args);
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = |what: &str| findings.as_array().unwrap().iter().find(|f| f["what"] == what).unwrap();
    assert_eq!(found("打印机")["fine"], true, "{findings}");
    assert_eq!(found("状态字节")["detail"]["bytes"], serde_json::json!([18, 18, 18, 18]));
    assert_eq!(found("打印机能力")["detail"]["confirms"], true);
    assert!(found("打印机能力")["how"].as_str().unwrap().contains("confirm = \"process-id\""));
    assert_eq!(found("测试页")["fine"], true);
    assert!(sim.take_sheets().iter().any(|s| s.grid().contains("打印机测试页")));

    sim.paper_out();
    let output = run(&args[..6]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("✗ 打印机：") && said(&output).contains("缺纸，请装纸"),
        "{}",
        said(&output)
    );
    assert!(said(&output).contains("paper_out"), "the bit is named: {}", said(&output));
    sim.load_paper();
    assert_eq!(sim.take_sheets().len(), 0, "nothing was sent");

    let _station = std::net::TcpStream::connect(listening.address()).unwrap();
    let told = said(&run(&args[..6]));
    assert!(told.contains("没有回应：本站正在运行时属正常") && told.contains("（没有回答）"), "{told}");
}
