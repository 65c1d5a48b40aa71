//! Running the station: config, store, devices, faces.

use super::{Args, Failure, complain};
use front_desk::config::Config;
use front_desk::station::{Running, start, system_clock};
use front_desk::store::Store;
use std::fs::File;
use std::process::ExitCode;

/// Opens everything and runs until the last window is closed.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let config = args.load()?;
    if !cfg!(feature = "window") {
        complain("本程序编译时没有带窗口（缺少 window 功能）。可用：doctor、sim、render、verify。");
        return Ok(ExitCode::from(1));
    }
    windows(args, config)
}

/// Starts the station of a config. Of all processes on one data folder, the first has the devices.
pub(super) fn station(config: &Config) -> Result<(Running, Option<File>), Failure> {
    let store = Store::open(&config.station.data, config.house.offset)?;
    let lock = File::create(config.station.data.join("devices.lock"))?;
    let first = lock.try_lock().is_ok();
    if !first {
        tracing::info!("another process of this machine has the devices; this one shows");
    }
    let clock = system_clock(config.house.offset);
    let running = start(config.clone(), store, clock, first)?;
    Ok((running, first.then_some(lock)))
}

#[cfg(feature = "window")]
fn windows(args: &Args, config: Config) -> Result<ExitCode, Failure> {
    use crate::screens::{self, Wire};
    let display = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    if !display("DISPLAY") && !display("WAYLAND_DISPLAY") {
        complain("没有显示器（DISPLAY 和 WAYLAND_DISPLAY 都没有设置），改为导览：图片在 tour/ 里。");
        return super::tour::run(args, std::path::Path::new("tour"));
    }
    let (running, _lock) = station(&config)?;
    let wire = Wire::new(running.sender());
    // winit panics where an X11 library is missing; the packages are named instead.
    let shown = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| screens::run(&config, &wire, running.views())));
    match shown {
        Ok(Ok(())) => Ok(ExitCode::SUCCESS),
        Ok(Err(e)) => Err(format!("{e}\n{PACKAGES}").into()),
        Err(_) => Err(PACKAGES.into()),
    }
}

#[cfg(not(feature = "window"))]
fn windows(_: &Args, _: Config) -> Result<ExitCode, Failure> {
    Ok(ExitCode::from(1))
}

#[cfg(feature = "window")]
const PACKAGES: &str = "打不开窗口。X11 需要：apt install libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0";
