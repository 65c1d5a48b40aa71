//! Runs as root inside the machine: plugs the gadget in, starts each client as an ordinary user, answers its words, and
//! says the verdict that the outside waits for.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use receipt_printer::Profile;
use receipt_printer::sim::{self, SimPrinter};

use super::gadget::Gadget;
use super::{far, scenes};

/// What one scene may take.
const MOST: Duration = Duration::from_secs(60);
const DEVICES: &str = "/sys/bus/usb/devices";

/// All scenes, in this order: the first needs a machine in which no rule was applied yet.
pub(crate) fn run() -> ExitCode {
    let profile = Profile { can_clear: true, ..Profile::default() };
    let sim = SimPrinter::new(profile);
    let gadget = match Gadget::new(&sim) {
        Ok(gadget) => gadget,
        Err(e) => {
            println!("no gadget: {e}\nVERDICT: FAIL");
            return ExitCode::FAILURE;
        }
    };
    let mut failed = 0;
    for (name, user, _) in scenes::SCENES {
        let begin = Instant::now();
        let mut client = Command::new("/bin/busybox");
        client.args(["su", "-s", "/bin/sh", user, "-c", &format!("exec /client client {name}")]);
        let result = far::serve(client, MOST, |line| obey(&sim, &gadget, line));
        let well = matches!(&result, Ok(status) if status.success());
        println!(
            "{} {name} as {user} ({} ms)",
            if well { "ok    " } else { "FAILED" },
            begin.elapsed().as_millis()
        );
        if let Err(e) = result {
            println!("    the machine: {e}");
        }
        failed += usize::from(!well);
    }
    println!("{} scenes, {failed} failed", scenes::SCENES.len());
    println!("VERDICT: {}", if failed == 0 { "PASS" } else { "FAIL" });
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The words beyond those of [`sim::Command`].
fn obey(sim: &SimPrinter, gadget: &Gadget, line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let result = match words.as_slice() {
        ["unplug"] => Gadget::connect(sim, false),
        ["plug"] => Gadget::connect(sim, true),
        ["start", "udev"] => start_udev(),
        ["node"] => return node().unwrap_or_else(|e| format!("no: {e}")),
        ["driver"] => return driver(),
        ["received"] => return gadget.received().to_string(),
        ["held"] => return sim.held().to_string(),
        ["sheets", text] => {
            let sheets = sim.take_sheets();
            let with = sheets.iter().filter(|s| s.grid().contains(text)).count();
            let unknown: usize = sheets.iter().map(|s| s.unknown).sum();
            return format!("{with} of {}, {unknown} bytes unknown", sheets.len());
        }
        _ => {
            return match line.parse::<sim::Command>() {
                Ok(command) => sim.obey(command),
                Err(e) => format!("no: {e}"),
            };
        }
    };
    result.map_or_else(|e| format!("no: {e}"), |()| "done".to_owned())
}

fn start_udev() -> io::Result<()> {
    let well = |mut c: Command| {
        c.status().and_then(|s| if s.success() { Ok(()) } else { Err(io::Error::other("udev")) })
    };
    let mut daemon = Command::new("/lib/systemd/systemd-udevd");
    daemon.arg("--daemon");
    well(daemon)?;
    let mut trigger = Command::new("/bin/udevadm");
    trigger.args(["trigger", "--action=add", "--subsystem-match=usb"]);
    well(trigger)
}

/// The printer's folder in sysfs.
fn device() -> io::Result<PathBuf> {
    for entry in fs::read_dir(DEVICES)? {
        let path = entry?.path();
        if fs::read_to_string(path.join("idVendor")).is_ok_and(|v| v.trim() == "04b8") {
            return Ok(path);
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// Mode, owner and group of the node, and whether the rule's link leads to it: `660 0:7 linked`.
fn node() -> io::Result<String> {
    let number = |name: &str| -> io::Result<u32> {
        let text = fs::read_to_string(device()?.join(name))?;
        text.trim().parse().map_err(io::Error::other)
    };
    let node = PathBuf::from(format!("/dev/bus/usb/{:03}/{:03}", number("busnum")?, number("devnum")?));
    let meta = fs::metadata(&node)?;
    let linked = fs::canonicalize("/dev/receipt-printer").is_ok_and(|to| to == node);
    let mode = meta.permissions().mode() & 0o777;
    Ok(format!("{mode:o} {}:{} {}", meta.uid(), meta.gid(), if linked { "linked" } else { "not linked" }))
}

/// The driver bound to the printer's interface.
fn driver() -> String {
    let bound = || -> io::Result<String> {
        let device = device()?;
        let name = device.file_name().ok_or(io::ErrorKind::NotFound)?.to_string_lossy().into_owned();
        let link = fs::read_link(Path::new(DEVICES).join(format!("{name}:1.0")).join("driver"))?;
        Ok(link.file_name().ok_or(io::ErrorKind::NotFound)?.to_string_lossy().into_owned())
    };
    bound().unwrap_or_else(|_| "none".to_owned())
}
