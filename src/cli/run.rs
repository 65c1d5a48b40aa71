//! Running the station: config, store, devices, faces.

use super::{Args, Failure};
use std::process::ExitCode;

/// Opens everything and runs until the last window is closed; without a display it says so and walks the tour.
#[cfg(feature = "window")]
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    use crate::screens::{self, Wire};
    let config = args.load()?;
    config.hints.0.iter().for_each(|hint| tracing::warn!("{hint}"));
    let display = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let kernel = std::env::var("SLINT_BACKEND").is_ok_and(|b| b.starts_with("linuxkms"));
    if !display("DISPLAY") && !display("WAYLAND_DISPLAY") && !kernel {
        super::complain("没有显示器（DISPLAY 和 WAYLAND_DISPLAY 都没有设置），改为导览：图片在 tour/ 里。");
        return super::tour::run(args, std::path::Path::new("tour"));
    }
    if kernel && config.station.faces.len() > 1 {
        return Err("直接用内核的屏幕时只能开一个界面：加 --kiosk，或者 --face 加一个名字。".into());
    }
    let (running, lock) = station(&config)?;
    let benched = lock.is_some() && !kernel; // the bench would be a second window
    let listening = super::stop::listen(config.station.locked, || {
        if let Err(e) = slint::quit_event_loop() {
            tracing::warn!(cause = %e, "asked to end before there was a window");
            std::process::exit(1);
        }
    })?;
    let wire = Wire::new(running.sender());
    // winit panics where an X11 library is missing; the packages are named instead.
    let shown = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let told = args.places.as_deref().map(super::places::keeper);
        screens::run(&config, &wire, running.views(), benched, told)
    }));
    match shown {
        Ok(Ok(screens::End::Restart)) if !listening.asked() => {
            // Data and devices are closed properly first; the new program finds them free.
            drop((running, lock));
            use std::os::unix::process::CommandExt;
            let program = std::env::current_exe()?;
            Err(std::process::Command::new(program).args(std::env::args_os().skip(1)).exec().into())
        }
        Ok(Ok(screens::End::Lost)) => Err(running.lost().map_or_else(
            || "程序内部出错，已经停止；数据都已保存。请重新启动".into(),
            |fault| fault.to_string().into(),
        )),
        Ok(Ok(_)) => Ok(ExitCode::SUCCESS),
        Ok(Err(e)) => Err(format!("{e}\n{}", if kernel { KERNEL } else { PACKAGES }).into()),
        Err(_) => Err(PACKAGES.into()),
    }
}

#[cfg(feature = "window")]
const PACKAGES: &str = "打不开窗口。X11 需要：apt install libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0";

#[cfg(feature = "window")]
const KERNEL: &str =
    "用不了内核的屏幕。用户要在 video 和 input 组里，屏幕不能被别的程序占着，见 deploy/README.md";

/// Starts the station of a config. Of all processes on one data folder, the first has the simulators, where the config asks
/// for any, as long as it keeps the lock that comes with it.
#[cfg(feature = "window")]
fn station(
    config: &front_desk::config::Config,
) -> Result<(front_desk::station::Running, Option<std::fs::File>), Failure> {
    let store = front_desk::store::Store::open(&config.station.data, config.house.offset)?;
    let notice = &config.house.visiting.notice;
    if notice.reworded(store.read(|db| db.notices())?.iter().map(|(_, text)| text)) {
        tracing::warn!(version = %notice.version, "登记说明改了文字，没有换版本号");
    }
    let lock = std::fs::File::create(config.station.data.join("bench.lock")).ok();
    let first = lock.as_ref().is_none_or(|lock| lock.try_lock().is_ok());
    let clock = front_desk::station::system_clock(config.house.offset);
    let running = front_desk::station::start(config.clone(), store, clock, first)?;
    Ok((running, lock.filter(|_| first)))
}

/// A program that was built without windows has only its verbs.
#[cfg(not(feature = "window"))]
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    args.load()?;
    Err("本程序编译时没有带窗口（缺少 window 功能）。可用：doctor、sim、render、verify、erase。".into())
}
