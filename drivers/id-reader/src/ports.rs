//! Which serial ports there are, what they probably are, and whether this user may open them.

use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};
use serialport::SerialPortType;

/// A serial port of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortInfo {
    /// Its device, e.g. `/dev/ttyUSB0`. May change at replugging.
    pub path: PathBuf,
    /// A path that stays with the socket it is plugged into (`/dev/serial/by-path/…`), if there is one.
    pub stable: Option<PathBuf>,
    /// What it probably is, for a person; empty where nothing more is known than its path.
    pub what: String,
    /// Whether this user may read and write it. If not: membership of the device's group is missing.
    pub permitted: bool,
}

/// The serial ports of this machine; none if they cannot be listed.
#[must_use]
pub fn list() -> Vec<PortInfo> {
    let ports = serialport::available_ports().unwrap_or_default();
    ports
        .into_iter()
        .map(|port| {
            let path = PathBuf::from(&port.port_name);
            PortInfo {
                stable: stable(&path),
                what: what(&port.port_type),
                permitted: access(&path, Access::READ_OK | Access::WRITE_OK).is_ok(),
                path,
            }
        })
        .collect()
}

/// The by-path name that leads to `device`.
fn stable(device: &Path) -> Option<PathBuf> {
    let names = std::fs::read_dir("/dev/serial/by-path").ok()?;
    let mut names = names.filter_map(Result::ok).map(|entry| entry.path());
    names.find(|name| name.canonicalize().is_ok_and(|real| real == device))
}

fn what(kind: &SerialPortType) -> String {
    match kind {
        SerialPortType::UsbPort(usb) => {
            let chip = chip(usb.vid);
            let product = usb.product.as_deref().unwrap_or("unnamed");
            format!("{chip}, {product} ({:04x}:{:04x})", usb.vid, usb.pid)
        }
        SerialPortType::BluetoothPort => "Bluetooth".to_owned(),
        SerialPortType::PciPort | SerialPortType::Unknown => String::new(),
    }
}

/// The usual makers of USB-serial adapters.
fn chip(vendor: u16) -> &'static str {
    match vendor {
        0x1A86 => "USB adapter, CH340 family (watch out for brltty)",
        0x10C4 => "USB adapter, CP210x (watch out for brltty)",
        0x0403 => "USB adapter, FTDI",
        0x067B => "USB adapter, PL2303",
        _ => "USB port",
    }
}
