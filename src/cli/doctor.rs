//! The doctor: config, store, devices; what is wrong and what to do.

mod printer;

use super::{Args, Failure, say};
use front_desk::config::{Config, Face, ReaderPort};
use front_desk::rules::words::OTHERS;
use id_reader::reader::{Health, Reader, Settings};
use serde::Serialize;
use std::collections::BTreeSet;
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
    /// The same for a program, where there is more to say than a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<serde_json::Value>,
}

impl Finding {
    fn new(what: &'static str, fine: bool, how: impl Into<String>) -> Finding {
        Finding { what, fine, how: how.into(), detail: None }
    }
}

/// Looks at everything; with `test_page` the printer prints its test page.
pub(super) fn run(args: &Args, json: bool, test_page: bool) -> Result<ExitCode, Failure> {
    let findings = examine(args, test_page);
    if json {
        say(&serde_json::to_string_pretty(&findings)?);
    } else {
        findings
            .iter()
            .for_each(|f| say(&format!("{} {}：{}", if f.fine { "✓" } else { "✗" }, f.what, f.how)));
    }
    Ok(ExitCode::from(u8::from(findings.iter().any(|f| !f.fine))))
}

fn examine(args: &Args, test_page: bool) -> Vec<Finding> {
    let config = match args.load() {
        Ok(config) => config,
        Err(e) => return vec![Finding::new("配置", false, format!("\n{e}"))],
    };
    let how = format!("{} 正确", args.config.display());
    let mut findings = vec![Finding::new("配置", true, how), words(&config), store(&config), reader(&config)];
    findings.extend(notice(&config));
    findings.extend(printer::configured(&config, test_page));
    findings.extend(printer::all(&config));
    findings.extend(bell(&config));
    findings.extend(display());
    findings
}

/// What the pages cannot say in English or 繁體, and translations of nothing.
fn words(config: &Config) -> Finding {
    let (what, house) = ("译文", &config.house);
    if !config.hints.is_empty() {
        return Finding::new(what, false, format!("\n{}", config.hints));
    }
    let lacks = |text: &&str| OTHERS.iter().any(|language| house.words.look(text, language).is_none());
    let lacking: BTreeSet<&str> = house.spoken().into_iter().filter(lacks).collect();
    let how = match (house.words.is_empty(), lacking.len()) {
        (true, _) => "没有 words.toml，英文和繁體页面上小区自己的用语仍是简体".to_owned(),
        (false, 0) => "小区自己的用语都有英文和繁體".to_owned(),
        (false, n) => {
            format!("{n} 处照原样显示：{}", lacking.into_iter().collect::<Vec<_>>().join("；"))
        }
    };
    Finding::new(what, true, how)
}

fn store(config: &Config) -> Finding {
    let (what, folder) = ("数据", &config.station.data);
    match front_desk::store::verify(folder) {
        Ok(None) => {
            Finding::new(what, true, format!("{} 里还没有数据库，第一次启动时建立", folder.display()))
        }
        Ok(Some(chain)) if chain.broken.is_none() => {
            Finding::new(what, true, format!("{} 里有 {} 条记录，链条完整", folder.display(), chain.facts))
        }
        Ok(_) => Finding::new(what, false, "链条断开，请运行 front-desk verify，并从备份比对"),
        Err(fault) => Finding::new(what, false, fault.to_string()),
    }
}

/// Whether other words were agreed to under the version of the notice that the config has now.
fn notice(config: &Config) -> Option<Finding> {
    let (what, text) = ("登记说明", &config.house.visiting.notice);
    let kept = front_desk::store::notices(&config.station.data).ok()??;
    let (version, reworded) = (&text.version, text.reworded(kept.iter().map(|(_, text)| text)));
    let how = if reworded {
        format!(
            "版本 {version} 的文字和已有访客同意过的不一样：改了文字，请在 house.toml 的 [notice] 换一个版本号"
        )
    } else {
        format!("版本 {version}；访客同意过的文字共留存 {} 份", kept.len())
    };
    let all = kept.into_iter().map(|(since, text)| {
        let id = text.id().to_string();
        serde_json::json!({ "version": text.version, "since": since, "id": id, "lines": text.lines })
    });
    Some(Finding { detail: Some(all.collect()), ..Finding::new(what, !reworded, how) })
}

fn reader(config: &Config) -> Finding {
    let what = "读卡器";
    match &config.station.reader {
        ReaderPort::Sim => {
            Finding::new(what, true, "模拟设备（station.toml 里 reader.port = \"sim\"），每个界面都会标明")
        }
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
            Finding::new(what, health == Health::Ready, format!("{}：{how}", path.display()))
        }
    }
}

/// Where nobody sits no bell is needed.
fn bell(config: &Config) -> Option<Finding> {
    let post = config.station.faces.iter().any(|f| matches!(f, Face::Desk | Face::Guard));
    let program = config.station.bell.first().filter(|_| post)?;
    let there = |folder: std::path::PathBuf| folder.join(program).is_file();
    let found = std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(there));
    let how = if found {
        format!("有人呼叫时由 {program} 响铃")
    } else {
        format!("没有 {program}：有人呼叫时只在屏幕上显示，不响铃（Debian：apt install alsa-utils）")
    };
    Some(Finding::new("铃", true, how)) // the call stands on the screen all the same
}

fn display() -> Option<Finding> {
    let set = ["DISPLAY", "WAYLAND_DISPLAY"]
        .into_iter()
        .find(|n| std::env::var_os(n).is_some_and(|v| !v.is_empty()));
    let how = set.map_or_else(|| "没有；直接启动时会改为导览".to_owned(), |name| format!("{name} 已设置"));
    cfg!(feature = "window").then(|| Finding::new("显示器", true, how))
}
