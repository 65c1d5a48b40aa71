//! The doctor: config, store, devices; what is wrong and what to do.

use super::{Args, Failure, say};
use front_desk::config::{Config, ReaderPort};
use front_desk::devices::{Printer, PrinterHealth};
use front_desk::station;
use front_desk::store::Store;
use id_reader::reader::{Health, Reader, Settings};
use receipt_printer::transport::usb::Usb;
use receipt_printer::{Connect, Limits};
use serde::Serialize;
use std::process::ExitCode;

/// Slices of work after which a reader is believed to be silent: more than one scan of all rates takes.
const PROBE: u32 = 100;

/// One thing that was looked at.
#[derive(Serialize)]
struct Finding {
    /// What was looked at.
    what: &'static str,
    /// Whether it is as it should be.
    fine: bool,
    /// How it is, and what to do where it is not fine.
    how: String,
}

pub(super) fn run(args: &Args, json: bool) -> Result<ExitCode, Failure> {
    let findings = examine(args);
    if json {
        say(&serde_json::to_string_pretty(&findings)?);
    } else {
        findings
            .iter()
            .for_each(|f| say(&format!("{} {}：{}", if f.fine { "✓" } else { "✗" }, f.what, f.how)));
    }
    Ok(ExitCode::from(u8::from(findings.iter().any(|f| !f.fine))))
}

fn examine(args: &Args) -> Vec<Finding> {
    let config = match args.load() {
        Ok(config) => config,
        Err(e) => return vec![Finding { what: "配置", fine: false, how: format!("\n{e}") }],
    };
    let how = format!("{} 正确", args.config.display());
    let mut findings =
        vec![Finding { what: "配置", fine: true, how }, store(&config), reader(&config), printer(&config)];
    findings.extend(ports());
    findings.extend(usb());
    findings.extend(display());
    findings
}

fn store(config: &Config) -> Finding {
    let (what, folder) = ("数据", &config.station.data);
    if !folder.join("front-desk.db").exists() {
        return Finding {
            what,
            fine: true,
            how: format!("{} 里还没有数据库，第一次启动时建立", folder.display()),
        };
    }
    let chain = Store::open(folder, config.house.offset)
        .map_err(|e| e.to_string())
        .and_then(|store| store.verify().map_err(|e| e.to_string()));
    match chain {
        Ok(chain) if chain.broken.is_none() => Finding {
            what,
            fine: true,
            how: format!("{} 里有 {} 条记录，链条完整", folder.display(), chain.facts),
        },
        Ok(_) => {
            Finding {
                what, fine: false, how: "链条断开，请运行 front-desk verify，并从备份比对".into()
            }
        }
        Err(how) => Finding { what, fine: false, how },
    }
}

fn reader(config: &Config) -> Finding {
    let what = "读卡器";
    match &config.station.reader {
        ReaderPort::Sim => Finding {
            what,
            fine: true,
            how: "模拟设备（station.toml 里 reader.port = \"sim\"），每个界面都会标明".into(),
        },
        ReaderPort::Serial(path) => {
            let mut driver = Reader::new(Settings::new(path));
            for _ in 0..PROBE {
                driver.step(false);
                if !matches!(driver.health(), Health::Closed | Health::Opening) {
                    break;
                }
            }
            let health = driver.health();
            let number = driver.sam_number().map(ToString::to_string).unwrap_or_default();
            let rate = driver.baud().map(|b| b.rate()).unwrap_or_default();
            let how = match health {
                Health::Ready => format!("正常，{rate} 波特，自检通过，模块号 {number}"),
                Health::NoPort => "端口不存在：请检查连线；能用的端口见下面各行".into(),
                Health::NotPermitted => "没有权限：请把运行本程序的用户加入 dialout 组，再重新登录".into(),
                Health::Busy => {
                    "端口被别的程序占用：请停掉 brltty 或 ModemManager，或关掉另一个 front-desk".into()
                }
                Health::Closed | Health::Opening | Health::Silent => {
                    "端口打得开，但没有回答：请检查电源和接线".into()
                }
                Health::SelfTestFailed => "模块自检失败：请断电再试，仍不行请换读卡器".into(),
                Health::NotAuthorised => "模块未授权：请联系供应商".into(),
            };
            Finding { what, fine: health == Health::Ready, how: format!("{}：{how}", path.display()) }
        }
    }
}

/// Every receipt printer on the USB, and why it cannot be opened.
fn usb() -> Vec<Finding> {
    let what = "USB 打印机";
    match Usb::list() {
        Ok(found) => found
            .into_iter()
            .map(|f| {
                let id = f.id.unwrap_or_default();
                let problem = f.problem.map(|p| format!("，{p}：请把用户加入 lp 组")).unwrap_or_default();
                Finding { what, fine: problem.is_empty(), how: format!("{}（{id}）{problem}", f.find) }
            })
            .collect(),
        Err(e) => vec![Finding { what, fine: true, how: format!("看不到 USB：{e}") }],
    }
}

/// Every serial port there is, what it probably is, and whether this user may open it.
fn ports() -> Vec<Finding> {
    let told = |port: id_reader::ports::PortInfo| Finding {
        what: "串口",
        fine: true,
        how: format!(
            "{}（{}）{}",
            port.stable.as_ref().unwrap_or(&port.path).display(),
            port.what,
            if port.permitted { "" } else { "，没有权限：请加入 dialout 组" }
        ),
    };
    id_reader::ports::list().into_iter().map(told).collect()
}

fn printer(config: &Config) -> Finding {
    let what = "打印机";
    let Some(place) = station::place(&config.station.printer, None) else {
        let how = "模拟设备（station.toml 里 printer.port = \"sim\"），每个界面都会标明".into();
        return Finding { what, fine: true, how };
    };
    let name = place.place();
    let health = Printer::new(place, config.profile.clone(), Limits::default()).ask();
    let how = match health {
        PrinterHealth::Ready => "正常",
        PrinterHealth::PaperLow => "纸不多了，请备好新纸卷",
        PrinterHealth::PaperOut => "缺纸，请装纸",
        PrinterHealth::CoverOpen => "盖未关，请关好",
        PrinterHealth::Jammed => "卡纸或切刀卡住，请打开盖子清理",
        PrinterHealth::Offline => "打印机报告不能打印，请看它的指示灯",
        PrinterHealth::Gone => "连不上，请检查连线、电源和地址；USB 打印机的权限见下面各行",
        PrinterHealth::Unknown => "连得上，但不回答状态；小票照样会送出",
    };
    Finding { what, fine: health.can_print(), how: format!("{name}：{how}") }
}

fn display() -> Option<Finding> {
    let set = ["DISPLAY", "WAYLAND_DISPLAY"]
        .into_iter()
        .find(|n| std::env::var_os(n).is_some_and(|v| !v.is_empty()));
    let how = set.map_or_else(|| "没有；直接启动时会改为导览".to_owned(), |name| format!("{name} 已设置"));
    cfg!(feature = "window").then_some(Finding { what: "显示器", fine: true, how })
}
