//! Blanking a person: what PIPL 47 asks for, by the number on the person's slip.

use super::verify::existing;
use super::{Args, Failure, say};
use front_desk::rules::fact::ErasureReason;
use front_desk::rules::slips::entity_of;
use front_desk::rules::{Author, Number, Refusal, Stamp};
use front_desk::station::system_clock;
use std::process::ExitCode;

pub(super) fn run(args: &Args, record: &str) -> Result<ExitCode, Failure> {
    let config = args.load()?;
    let store = existing(&config)?;
    let entity = match (entity_of(record), Number::parse_dated(record)) {
        (Some(entity), _) => Some(entity),
        (None, Some(number)) => store.read(|db| db.record_of(&number))?,
        (None, None) => None,
    };
    let entity = entity.ok_or(Refusal::NotFound)?;
    let stamp = Stamp { now: system_clock(config.house.offset)(), author: Author::Operator };
    store.write(stamp, move |tx| tx.erase(entity, ErasureReason::Asked))?;
    if let Err(e) = store.sweep_log() {
        return Err(format!(
            "已抹除，但旧内容还留在日志文件里：{e}。运行中的前台会每分钟再清一次；也可以稍后再运行这个命令"
        )
        .into());
    }
    say("已抹除这条记录的个人信息；记录本身和链条保留");
    Ok(ExitCode::SUCCESS)
}
