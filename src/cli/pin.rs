//! The staff's PIN at a locked kiosk: set it, take it away.

use super::{Args, Failure, complain, say};
use clap::Subcommand;
use front_desk::rules::door;
use front_desk::store::{clear_pin, set_pin};
use std::process::ExitCode;

/// What to do with the PIN.
#[derive(Subcommand)]
pub(crate) enum Pin {
    /// Set it: one line on standard input, 6 to 12 digits
    Set,
    /// Take it away: nobody gets out of a locked kiosk by its page
    Clear,
}

pub(super) fn run(args: &Args, act: &Pin) -> Result<ExitCode, Failure> {
    let folder = args.load()?.station.data;
    match act {
        Pin::Set => {
            complain("请输入新的员工密码（6 到 12 位数字），按回车：");
            let mut line = String::new();
            std::io::stdin().read_line(&mut line)?;
            set_pin(&folder, door::pin(&line)?)?;
            say("员工密码已设置。");
        }
        Pin::Clear => {
            clear_pin(&folder)?;
            say("员工密码已取消：自助机上没有员工入口。");
        }
    }
    Ok(ExitCode::SUCCESS)
}
