//! The doctor's look at printers: which there are and who may open them, how the chosen one is, what it can do, its test page.

use super::Finding;
use front_desk::config::Config;
use front_desk::devices::{
    Access, Answers, FoundPrinter, Printer, PrinterHealth, PrinterNews, PrinterOrder, RawStatus, TestPrint,
    find_printers,
};
use front_desk::station;
use receipt_printer::{Level, Limits};
use serde_json::json;

const WHAT: &str = "打印机";

/// The configured printer, asked and, where it can print, probed; with `test`, its test page.
pub(super) fn configured(config: &Config, test: bool) -> Vec<Finding> {
    let Some(place) = station::place(&config.station.printer, None) else {
        let how = "模拟设备（station.toml 里 printer.port = \"sim\"），每个界面都会标明".to_owned();
        return vec![Finding::new(WHAT, true, how)];
    };
    let (port, families) = (config.station.printer.to_string(), config.families.clone());
    let mut printer = Printer::new(place, config.profile.clone(), Limits::default()).knowing(families);
    let mut health = printer.ask();
    if health == PrinterHealth::Unknown {
        // A network line on which nobody answers is given up and tried anew: then it is known that another has it.
        (0..3).for_each(|_| health = printer.ask());
    }
    let mut findings = vec![Finding::new(WHAT, health.can_print(), format!("{port}：{}", cure(health)))];
    findings.push(raw(&printer.raw()));
    if health.can_print() {
        let PrinterNews::Answers(answers) = printer.obey(PrinterOrder::Probe) else { return findings };
        findings.extend(answers.map(|a| able(&a, &config.station.profile)));
    }
    if test && let PrinterNews::Test(end) = printer.obey(PrinterOrder::TestPage) {
        findings.push(tested(end));
    }
    findings
}

/// Every printer on the USB and every serial port.
pub(super) fn all(config: &Config) -> Vec<Finding> {
    find_printers(&config.families).into_iter().map(|found| one(&found)).collect()
}

/// How it is, and what to do where it is not fine.
fn cure(health: PrinterHealth) -> &'static str {
    match health {
        PrinterHealth::Ready => "正常",
        PrinterHealth::PaperLow => "纸不多了，请备好新纸卷",
        PrinterHealth::PaperOut => "缺纸，请装纸",
        PrinterHealth::CoverOpen => "盖未关，请关好",
        PrinterHealth::Jammed => "卡纸或切刀卡住，请打开盖子清理",
        PrinterHealth::Offline => "打印机报告不能打印，请看它的指示灯",
        PrinterHealth::Gone => "连不上，请检查连线、电源和地址",
        PrinterHealth::NotPermitted => {
            "接着，但本用户没有权限：请运行 adduser 用户名 lp（串口用 dialout 组），再重新登录"
        }
        PrinterHealth::Held => {
            "没有回应：本站正在运行时属正常；否则请停掉 CUPS 里的这台打印机，或关掉占用它的另一台电脑\
             （合用一台时两边都写 tcp-shared:）；从不回答的网络打印机，型号设置里写 ask = \"never\""
        }
        PrinterHealth::Unknown => "连得上，但不回答状态；小票照样会送出",
    }
}

fn raw(raw: &RawStatus) -> Finding {
    let hex: Vec<String> = raw.bytes.iter().map(|b| b.map_or("--".into(), |b| format!("{b:02x}"))).collect();
    let holds = raw.senses.iter().filter(|(.., holds)| *holds == Some(true)).map(|(name, ..)| *name);
    let holds: Vec<&str> = holds.collect();
    let question = if raw.custom { "DLE EOT 20" } else { "DLE EOT 1–4" };
    let how = format!(
        "{question} 回答 {}（{}）",
        hex.join(" "),
        match holds.as_slice() {
            [] if raw.bytes.iter().all(Option::is_none) => "没有回答".to_owned(),
            [] => "没有异常位".to_owned(),
            holds => holds.join("、"),
        }
    );
    let senses: Vec<_> = raw
        .senses
        .iter()
        .map(|(name, byte, mask, holds)| json!({ "name": name, "byte": byte, "mask": mask, "holds": holds }))
        .collect();
    Finding {
        detail: Some(json!({ "bytes": raw.bytes, "senses": senses })),
        ..Finding::new("状态字节", true, how)
    }
}

fn able(answers: &Answers, in_use: &str) -> Finding {
    let yes = |can: bool| if can { "会" } else { "不会" };
    let mut how = format!(
        "{}；回答状态：{}，主动报告：{}，打完确认 GS ( H：{}",
        if answers.names.is_empty() { "没有报型号" } else { &answers.names },
        yes(answers.status),
        yes(answers.reports),
        yes(answers.confirms)
    );
    let other = answers.profile.as_deref().filter(|file| *file != in_use);
    if let Some(file) = other {
        how += &format!("；建议 station.toml 写 profile = \"{file}\"");
    }
    if answers.level != answers.in_use {
        how += &format!(
            "；建议 printers/{}.toml 写 confirm = \"{}\"",
            other.unwrap_or(in_use),
            answers.level.code()
        );
    }
    let detail = json!({
        "names": answers.names, "status": answers.status, "reports": answers.reports, "confirms": answers.confirms,
        "profile": answers.profile, "confirm": answers.level.code(),
    });
    Finding { detail: Some(detail), ..Finding::new("打印机能力", true, how) }
}

fn tested(end: TestPrint) -> Finding {
    let (fine, how) = match end {
        TestPrint::Printed(Level::Accepted) => {
            (true, "已送出；这台打印机不回答，请看有没有打出来".to_owned())
        }
        TestPrint::Printed(proof) => (true, format!("已打出（{}）；请按纸上写的逐条看", proof.code())),
        TestPrint::NotSent(health) => (false, format!("没有送出：{}", cure(health))),
        TestPrint::Unknown(health) => (false, format!("送到一半：{}", cure(health))),
    };
    Finding::new("测试页", fine, how)
}

fn one(found: &FoundPrinter) -> Finding {
    let serial = found.port.starts_with("serial:");
    let (fine, word) = match found.access {
        Access::Open => (true, "可以用"),
        Access::Stranger if serial => (true, "可以打开；打印机接在这里时这样写，波特率以自检页为准"),
        Access::Stranger => (true, "没有报自己是小票打印机；如果它就是，station.toml 这样写，再打测试页看"),
        Access::NotPermitted if serial => (false, "没有权限：请加入 dialout 组，再重新登录"),
        Access::NotPermitted => (false, "没有权限：请加入 lp 组，再重新登录"),
        Access::Held => (true, "被占用：本站正在运行时属正常，否则请停掉 CUPS 里的这台打印机"),
        Access::Fault => (false, "打不开：请拔下再插，或换一个插口"),
    };
    let profile =
        found.profile.as_ref().map(|file| format!("，建议 profile = \"{file}\"")).unwrap_or_default();
    let how = format!("port = \"{}\"（{}）{word}{profile}", found.port, found.what);
    let detail = json!({ "port": found.port, "what": found.what, "profile": found.profile });
    Finding {
        detail: Some(detail), ..Finding::new(if serial { "串口" } else { "USB 打印机" }, fine, how)
    }
}
