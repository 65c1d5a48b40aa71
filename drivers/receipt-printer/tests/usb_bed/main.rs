//! The second layer of proof: the crate's USB transport with the real rusb, libusb and udev code, against an emulated
//! USB device behind which stands the simulated printer. The emulation is the far side of umockdev's preloaded library;
//! each scene runs in a child process that has it. `.ci/usb-bed` installs what is needed and runs this.
//!
//! `with PROGRAM` runs another program in place of a scene, and shows what it says.
//!
//! Without a name every scene runs; it ends with an error if one fails or if there is no library to preload.
#![cfg(target_os = "linux")]

#[path = "../far/mod.rs"]
#[cfg(test)]
mod far;

#[cfg(test)]
mod bench;
#[cfg(test)]
mod control;
#[cfg(test)]
mod device;
#[cfg(test)]
mod far_end;
#[cfg(test)]
mod scenes;
#[cfg(test)]
mod trail;
#[cfg(test)]
mod tree;
#[cfg(test)]
mod troubles;
#[cfg(test)]
mod tty;
#[cfg(test)]
mod usbfs;

#[cfg(test)]
fn main() -> std::process::ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["client", name] => bench::client(name),
        ["with", program] => bench::with(program),
        names => bench::run(names),
    }
}

#[cfg(not(test))]
fn main() {}
