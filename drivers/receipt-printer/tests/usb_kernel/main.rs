//! The third layer of proof: a real kernel. Inside a virtual machine a gadget shows itself as a USB printer; behind it
//! stands the simulated printer, before it the crate as an unprivileged user. `.ci/usb-kernel` builds the machine and
//! runs this in it; it is of no use anywhere else, and says so.
#![cfg(target_os = "linux")]

#[path = "../far/mod.rs"]
#[cfg(test)]
mod far;

#[cfg(test)]
mod gadget;
#[cfg(test)]
mod guest;
#[cfg(test)]
mod scenes;

#[cfg(test)]
fn main() -> std::process::ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["guest"] => guest::run(),
        ["client", name] => scenes::client(name),
        _ => {
            println!("this runs inside the machine that .ci/usb-kernel starts");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(test))]
fn main() {}
