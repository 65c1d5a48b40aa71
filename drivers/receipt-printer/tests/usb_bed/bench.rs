//! Runs the scenes: a fresh tree and printer each, the client as a child of another user, and the words by which the
//! client steers the far end.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::{Duration, Instant};

use receipt_printer::Profile;
use receipt_printer::sim::{self, SimPrinter};

use super::device::{Device, Done, IN, Kind};
use super::far_end::Port;
use super::tree::Tree;
use super::usbfs::EPIPE;
use super::{far, scenes, trail, troubles};

/// What one scene may take before it is stopped: several times the longest, for a busy machine.
const MOST: Duration = Duration::from_secs(120);
/// What a scene waits for at the far end, at most.
const SOON: Duration = Duration::from_secs(10);
/// The library that shows a client another `/dev` and `/sys`, as the loader finds it.
const PRELOAD: &str = "libumockdev-preload.so.0";

const PRINTER: Kind = Kind {
    name: "1-1",
    vendor: 0x04B8,
    product: 0x0202,
    id: "MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;",
};
/// An office printer on the same bus: not ours, and not to be touched.
const OFFICE: Kind =
    Kind { name: "1-2", vendor: 0x03F0, product: 0x0517, id: "MFG:X;CMD:PJL,PCL;MDL:Office;" };

type Scene = (&'static str, fn());

fn all() -> impl Iterator<Item = &'static Scene> {
    scenes::SCENES.iter().chain(troubles::SCENES).chain(trail::SCENES)
}

/// The child: plays one scene.
pub(crate) fn client(name: &str) -> ExitCode {
    let Some((_, play)) = all().find(|(n, _)| *n == name) else {
        println!("no scene is called {name}");
        return ExitCode::FAILURE;
    };
    play();
    ExitCode::SUCCESS
}

/// Runs these scenes, or all.
pub(crate) fn run(names: &[&str]) -> ExitCode {
    let chosen: Vec<&Scene> = all().filter(|(n, _)| names.is_empty() || names.contains(n)).collect();
    let mut failed = Vec::new();
    for (name, _) in &chosen {
        let begin = Instant::now();
        let result = scene(name);
        let well = matches!(&result, Ok(true));
        println!("{} {name} ({} ms)", if well { "ok    " } else { "FAILED" }, begin.elapsed().as_millis());
        if let Err(e) = &result {
            println!("    the bed: {e}");
        }
        if !well {
            failed.push(*name);
        }
    }
    println!("{} scenes, {} failed {failed:?}", chosen.len(), failed.len());
    if failed.is_empty() && !chosen.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn scene(name: &'static str) -> io::Result<bool> {
    let tree = Arc::new(Tree::new(name)?);
    // The client runs as another user, who may not be able to reach the folder it was built in.
    let program = tree.root().join("client");
    std::fs::copy(std::env::current_exe()?, &program)?;
    let profile = Profile { can_clear: true, ..Profile::default() };
    let office = Port::new(Device::new(OFFICE, SimPrinter::new(profile.clone())), tree.clone());
    let printer = Port::new(Device::new(PRINTER, SimPrinter::new(profile)), tree.clone());
    office.plug()?;
    printer.plug()?;
    let mut command = Command::new(&program);
    command.args(["client", name]).env("LD_PRELOAD", PRELOAD).env("UMOCKDEV_DIR", tree.root());
    if is_root()? {
        command.uid(65534).gid(65534);
    }
    let status = far::serve(command, MOST, |line| obey(&printer, &office, line))?;
    let untouched = office.device.state().usblp && office.device.sim.held() == 0;
    if !untouched {
        println!("    the office printer was touched");
    }
    printer.pull()?;
    office.pull()?;
    Ok(status.success() && untouched)
}

/// Runs another program before the emulated printer, as this user: for figures of what stands over this crate.
pub(crate) fn with(program: &str) -> ExitCode {
    let ended = Tree::new("with").and_then(|tree| {
        let tree = Arc::new(tree);
        let printer = Port::new(Device::new(PRINTER, SimPrinter::new(Profile::default())), tree.clone());
        printer.plug()?;
        let mut command = Command::new(program);
        command.env("LD_PRELOAD", PRELOAD).env("UMOCKDEV_DIR", tree.root());
        let status = far::serve(command, MOST, |line| obey(&printer, &printer, line))?;
        printer.pull()?;
        Ok(status.success())
    });
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(e) => {
            println!("the bed: {e}");
            ExitCode::FAILURE
        }
    }
}

fn is_root() -> io::Result<bool> {
    Ok(Path::new("/proc/self").metadata()?.uid() == 0)
}

/// The words beyond those of [`sim::Command`].
fn obey(printer: &Arc<Port>, office: &Arc<Port>, line: &str) -> String {
    let device = &printer.device;
    let words: Vec<&str> = line.split(' ').collect();
    let result = match words.as_slice() {
        ["unplug"] => printer.pull(),
        ["plug"] => printer.plug(),
        ["power", "cycle"] => printer.pull().and_then(|()| {
            device.sim.power_cycle();
            printer.plug()
        }),
        ["permit", who] => match &device.state().tty {
            Some(tty) => tty.permit(*who == "all"),
            None => Err(io::ErrorKind::NotFound.into()),
        },
        ["halt", "out", "after", n] => {
            device.change(|s| s.halt_out_after = n.parse().ok());
            Ok(())
        }
        ["halt", "in"] => {
            device.change(|s| {
                s.halted.push(IN);
                while let Some(urb) = s.coming_in.pop_front() {
                    s.finish(Done::of(&urb, EPIPE, Vec::new()));
                }
            });
            Ok(())
        }
        ["sink", on] => {
            device.change(|s| s.sink = *on == "on");
            Ok(())
        }
        ["driver", "office"] => return office.device.driver().unwrap_or("none").to_owned(),
        _ => return ask(device, &words, line),
    };
    result.map_or_else(|e| format!("no: {e}"), |()| "done".to_owned())
}

/// Questions, and everything else that the simulated printer understands.
fn ask(device: &Device, words: &[&str], line: &str) -> String {
    let waited = |found: Option<()>| if found.is_some() { "yes" } else { "no, not in time" }.to_owned();
    match words {
        ["driver"] => device.driver().unwrap_or("none").to_owned(),
        ["await", "driver", name] => {
            waited(device.wait(SOON, |s| (*name == "usblp" && s.usblp && s.claimed.is_none()).then_some(())))
        }
        ["await", "refusal"] => waited(device.wait(SOON, |s| s.refusing.then_some(()))),
        ["await", "heard"] => {
            let heard = |s: &mut super::device::State| (std::mem::take(&mut s.heard) > 0).then_some(());
            waited(device.wait(SOON, heard))
        }
        ["await", "reader"] => waited(device.wait(SOON, |s| (!s.coming_in.is_empty()).then_some(()))),
        ["forget", "heard"] => {
            device.change(|s| s.heard = 0);
            "done".to_owned()
        }
        ["transfers"] => device.change(|s| std::mem::take(&mut s.transfers)).to_string(),
        ["resets"] => device.change(|s| std::mem::take(&mut s.resets)).to_string(),
        ["refusing"] => device.state().refusing.to_string(),
        ["trail"] => {
            // All that stands on paper, in its order, and what is still on the roll.
            device.sim.tear();
            let sheets = device.sim.take_sheets();
            let text: String = sheets.iter().map(|s| s.grid() + "\n").collect();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        ["held"] => device.sim.held().to_string(),
        ["sheets", text] => {
            let sheets = device.sim.take_sheets();
            let with = sheets.iter().filter(|s| s.grid().contains(text)).count();
            let unknown: usize = sheets.iter().map(|s| s.unknown).sum();
            format!("{with} of {}, {unknown} bytes unknown", sheets.len())
        }
        _ => match line.parse::<sim::Command>() {
            Ok(command) => device.sim.obey(command),
            Err(e) => format!("no: {e}"),
        },
    }
}
