//! `import`: a spreadsheet's file comes in whole or not at all, and every complaint has its line.

use crate::bed::{Bed, contains, shipped};
use crate::program::{run, said};
use chrono::{Days, Utc};
use std::fs;
use std::process::Output;

const HEAD: &str = "姓名,手机,房号,来意,日期,从,到,同行,车牌";

/// The day after tomorrow, whatever the estate's time zone.
fn day() -> String {
    Utc::now().date_naive().checked_add_days(Days::new(2)).unwrap().to_string()
}

fn import(bed: &Bed, bytes: &[u8]) -> Output {
    let file = bed.folder.path().join("guests.csv");
    fs::write(&file, bytes).unwrap();
    let config = shipped();
    let data = bed.folder.path().to_str().unwrap();
    let file = file.to_str().unwrap();
    run(&["--config", config.to_str().unwrap(), "--data", data, "import", "appointments", file])
}

fn expected(bed: &Bed) -> usize {
    bed.store.read(|db| db.expected_until(i64::MAX, 1_000)).unwrap().len()
}

#[test]
fn a_right_file_comes_in_with_a_code_for_each_guest() {
    let (bed, day) = (Bed::new(), day());
    let text = format!(
        "\u{FEFF}{HEAD}\r\n测试甲,13800005678,3-1-502,亲友,{day},14:00,15:30,2,粤B12345\r\n\
         \"示例·测试乙\",139-0000-1234,1栋-1-301,repair,{day},9:00,10:00\r\n"
    );
    let output = import(&bed, text.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(out.contains("Y001 测*甲 3-1-502") && out.contains("导入了 2 个预约"), "{out}");
    assert!(!out.contains("测试甲"), "a whole name in the output");
    let codes = out.lines().filter_map(|l| l.split("预约码 ").nth(1)).filter(|c| c.len() == 6).count();
    assert_eq!((codes, expected(&bed)), (2, 2));
}

#[test]
fn the_gbk_of_a_spreadsheet_is_understood() {
    let (bed, day) = (Bed::new(), day());
    let text = format!("{HEAD}\n测试甲,13800005678,3-1-502,亲友,{day},14:00,15:30,,\n");
    let (gbk, _, lossy) = encoding_rs::GBK.encode(&text);
    assert!(!lossy);
    let output = import(&bed, &gbk);
    assert_eq!((output.status.code(), expected(&bed)), (Some(0), 1), "{}", said(&output));
}

#[test]
fn one_wrong_line_and_nothing_comes_in_and_all_wrong_lines_are_named() {
    let (bed, day) = (Bed::new(), day());
    let text = format!(
        "{HEAD}\n测试甲,13800005678,3-1-502,亲友,{day},14:00,15:30,,\n\
         =cmd|'/c calc'!A0,13800005678,3-1-502,亲友,{day},14:00,15:30,,\n\
         测试丙,12,3-1-502,亲友,{day},14:00,15:30,,\n\
         测试丁,13800005678,9-9-9,亲友,{day},14:00,15:30,,\n\
         \"\u{1b}@\u{0}\",13800005678,3-1-502,亲友,{day},14:00,15:30,,\n\
         测试戊,13800005678,3-1-502,亲友,2020-01-01,14:00,15:30,,\n\
         测试己,13800005678\n"
    );
    let output = import(&bed, text.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let told = said(&output);
    for line in 3..=8 {
        assert!(told.contains(&format!("guests.csv:{line}: ")), "line {line} in\n{told}");
    }
    assert!(told.contains("有 6 处不对，一条也没有导入"), "{told}");
    assert_eq!(expected(&bed), 0);
    assert!(!contains(&fs::read(bed.store.path()).unwrap(), "13800005678"), "not even half");
}

#[test]
fn what_is_no_such_file_is_told() {
    let bed = Bed::new();
    for bytes in [b"".as_slice(), b"a,b\n1,2\n", &[0xFF; 64], &vec![b'x'; 5 << 20]] {
        let output = import(&bed, bytes);
        assert_eq!((output.status.code(), expected(&bed)), (Some(1), 0), "{}", said(&output));
    }
}
