//! Which USB device is the printer, and through which interface and endpoints it is reached. Endpoints are read from
//! the device, never assumed: printers of one family differ.

use std::fmt;
use std::io;

use rusb::{Context, Device, DeviceHandle, Direction, TransferType, UsbContext};

use super::super::Absence;
use super::{CONTROL, io_error};

/// The class of printers, and the class of whatever has no other.
const PRINTER: u8 = 0x07;
const VENDOR: u8 = 0xFF;

/// Which printer is meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Find {
    /// The first of class 07 whose 1284 id names ESC/POS.
    #[default]
    Any,
    /// The one with these ids, and, where several share them, at this place ("1-1.4": bus, then ports).
    Device {
        /// Vendor id.
        vendor: u16,
        /// Product id.
        product: u16,
        /// Bus and ports, as `lsusb -t` and the kernel write them.
        port: Option<String>,
    },
}

impl fmt::Display for Find {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Find::Any => write!(f, "USB"),
            Find::Device { vendor, product, port: None } => write!(f, "USB {vendor:04x}:{product:04x}"),
            Find::Device { vendor, product, port: Some(port) } => {
                write!(f, "USB {vendor:04x}:{product:04x} at {port}")
            }
        }
    }
}

/// A device that may be a receipt printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How to name it in a configuration.
    pub find: Find,
    /// Its 1284 id (`MFG:…;CMD:…;MDL:…;`), where it could be asked.
    pub id: Option<String>,
    /// Why it cannot be opened, in the system's words.
    pub problem: Option<String>,
    /// The same in one word, for a person who has to do something about it.
    pub absence: Option<Absence>,
}

impl Found {
    /// Whether its 1284 id names ESC/POS. One whose id could not be read may still speak it.
    pub fn speaks_escpos(&self) -> bool {
        self.id.as_deref().is_some_and(speaks_escpos)
    }
}

/// The way to a printer inside its device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Port {
    pub(super) interface: u8,
    pub(super) setting: u8,
    pub(super) output: u8,
    pub(super) input: Option<u8>,
}

/// One interface setting, as far as the choice needs it.
#[derive(Debug, Clone)]
struct Setting {
    class: u8,
    protocol: u8,
    interface: u8,
    setting: u8,
    /// Bulk endpoints, by address; bit 7 means towards the host.
    bulk: Vec<u8>,
}

/// The best setting: printer class before vendor class (only for a device named by its ids), two-way before one-way,
/// never a protocol that is not plain bytes (1284.4, IPP over USB).
fn choose(settings: &[Setting], named: bool) -> Option<Port> {
    let fitting = settings.iter().filter(|s| match s.class {
        PRINTER => matches!(s.protocol, 1 | 2),
        VENDOR => named,
        _ => false,
    });
    let ports = fitting.filter_map(|s| {
        let output = s.bulk.iter().copied().find(|e| e & 0x80 == 0)?;
        let input = s.bulk.iter().copied().find(|e| e & 0x80 != 0);
        Some((s, Port { interface: s.interface, setting: s.setting, output, input }))
    });
    ports
        .min_by_key(|(s, port)| (s.class != PRINTER, port.input.is_none(), s.interface, s.setting))
        .map(|(_, p)| p)
}

fn settings(device: &Device<Context>) -> Option<Vec<Setting>> {
    let config = device.active_config_descriptor().or_else(|_| device.config_descriptor(0)).ok()?;
    let all = config.interfaces().flat_map(|i| i.descriptors().collect::<Vec<_>>());
    let setting = |d: rusb::InterfaceDescriptor<'_>| Setting {
        class: d.class_code(),
        protocol: d.protocol_code(),
        interface: d.interface_number(),
        setting: d.setting_number(),
        bulk: d
            .endpoint_descriptors()
            .filter(|e| e.transfer_type() == TransferType::Bulk)
            .map(|e| e.number() | if e.direction() == Direction::In { 0x80 } else { 0 })
            .collect(),
    };
    Some(all.map(setting).collect())
}

/// "1-1.4": the bus, then the ports on the way.
fn place(device: &Device<Context>) -> String {
    let ports = device.port_numbers().unwrap_or_default();
    let ports: Vec<String> = ports.iter().map(u8::to_string).collect();
    format!("{}-{}", device.bus_number(), ports.join("."))
}

/// The way to the printer, if this device is the one meant.
pub(super) fn port_of(device: &Device<Context>, find: &Find) -> Option<Port> {
    let ids = device.device_descriptor().ok()?;
    if let Find::Device { vendor, product, port } = find {
        let same = (ids.vendor_id(), ids.product_id()) == (*vendor, *product);
        if !same || port.as_ref().is_some_and(|p| *p != place(device)) {
            return None;
        }
    }
    choose(&settings(device)?, matches!(find, Find::Device { .. }))
}

/// GET_DEVICE_ID (class request A1 00): two bytes of length, most significant first, then the text. The kernel lets it
/// through without a claim and beside its own driver.
pub(super) fn device_id(handle: &DeviceHandle<Context>, port: &Port) -> Option<String> {
    let mut buf = [0; 1024];
    let index = u16::from(port.interface) << 8 | u16::from(port.setting);
    let n = handle.read_control(0xA1, 0, 0, index, &mut buf, CONTROL).ok()?;
    id_text(buf.get(..n)?)
}

fn id_text(answer: &[u8]) -> Option<String> {
    // Some devices count the length with its own two bytes, some without, some wrongly: what came is what counts.
    let (_length, text) = answer.split_first_chunk::<2>()?;
    Some(text.iter().map(|&b| char::from(b)).filter(|c| !c.is_control()).collect())
}

/// Whether a 1284 id says `CMD:ESC/POS` (or `COMMAND SET:`, alone or among others).
pub(super) fn speaks_escpos(id: &str) -> bool {
    id.split(';').filter_map(|field| field.split_once(':')).any(|(key, value)| {
        let key = key.trim().to_ascii_uppercase();
        matches!(key.as_str(), "CMD" | "COMMAND SET") && value.to_ascii_uppercase().contains("ESC/POS")
    })
}

/// Makers of receipt printers and of the controllers in clones, whose printers may be of no class: some of their devices that
/// are none are listed as well.
const MAKERS: [u16; 9] = [0x04B8, 0x154F, 0x0DD4, 0x0519, 0x1504, 0x0416, 0x0FE6, 0x0483, 0x28E9];

pub(super) fn list(context: &Context) -> io::Result<Vec<Found>> {
    let mut out = Vec::new();
    for device in context.devices().map_err(io_error)?.iter() {
        let Ok(ids) = device.device_descriptor() else { continue };
        let maker = MAKERS.contains(&ids.vendor_id());
        let Some(port) = settings(&device).and_then(|s| choose(&s, maker)) else { continue };
        let find =
            Find::Device { vendor: ids.vendor_id(), product: ids.product_id(), port: Some(place(&device)) };
        let (id, problem) = match device.open() {
            Ok(handle) => (device_id(&handle, &port), None),
            Err(e) => (None, Some(e)),
        };
        let absence = problem.map(|e| Absence::of(io_error(e).kind()));
        out.push(Found { find, id, problem: problem.map(|e| e.to_string()), absence });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(class: u8, protocol: u8, setting: u8, bulk: &[u8]) -> Setting {
        Setting { class, protocol, interface: 0, setting, bulk: bulk.to_vec() }
    }

    #[test]
    fn the_two_way_printer_setting_is_chosen_with_its_own_endpoints() {
        let one_way = setting(PRINTER, 1, 0, &[0x02]);
        let two_way = setting(PRINTER, 2, 1, &[0x81, 0x03]);
        let ipp = setting(PRINTER, 4, 2, &[0x84, 0x05]);
        let vendor = setting(VENDOR, 0, 0, &[0x82, 0x01]);
        let all = [vendor.clone(), ipp.clone(), one_way, two_way];
        let port = choose(&all, true);
        assert_eq!(port, Some(Port { interface: 0, setting: 1, output: 3, input: Some(0x81) }));
        assert_eq!(choose(&[ipp], true), None);
        assert_eq!(choose(std::slice::from_ref(&vendor), false), None);
        assert!(choose(&[vendor], true).is_some());
    }

    #[test]
    fn the_1284_id_is_read_whatever_its_length_says() {
        let text = b"MFG:X;CMD:ESC/POS;";
        for length in [20u16, 18, 0, 900] {
            let answer = [&length.to_be_bytes()[..], text].concat();
            assert!(speaks_escpos(&id_text(&answer).unwrap()), "{length}");
        }
        assert_eq!(id_text(&[0]), None);
    }

    #[test]
    fn only_the_command_set_decides() {
        assert!(speaks_escpos("MFG:X;COMMAND SET:PJL, esc/pos;MDL:Y;"));
        assert!(!speaks_escpos("MFG:X;CMD:PCL;MDL:ESC/POS like;"));
        assert!(!speaks_escpos(""));
    }
}
