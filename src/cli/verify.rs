//! Checking the database and the whole journal chain.

use super::{Args, Failure, say};
use front_desk::store::Store;
use std::process::ExitCode;

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let config = args.load()?;
    let chain = front_desk::store::verify(&config.station.data)?.ok_or_else(|| none_there(&config))?;
    say(&format!("{} 条记录，其中 {} 条的个人信息已抹除", chain.facts, chain.blanked));
    match chain.broken {
        None => {
            say("链条完整");
            Ok(ExitCode::SUCCESS)
        }
        Some((log, seq)) => {
            say(&format!(
                "链条在 {log}/{seq} 处断开：这一条或它之前的内容被改动过，或者个人信息被抹去却没有记录"
            ));
            Ok(ExitCode::from(1))
        }
    }
}

/// Opens a store that is there; verbs that look at one do not make one.
pub(super) fn existing(config: &front_desk::config::Config) -> Result<Store, Failure> {
    if !config.station.data.join("front-desk.db").exists() {
        return Err(none_there(config));
    }
    Ok(Store::open(&config.station.data, config.house.offset)?)
}

fn none_there(config: &front_desk::config::Config) -> Failure {
    format!("{} 里没有数据库", config.station.data.display()).into()
}
