//! What the device answers on its control endpoint, and its descriptors.

use super::device::{Device, Done, IN, Kind, OUT, Urb};
use super::usbfs::EPIPE;

/// Device, configuration, one interface of the printer class (two-way), two bulk endpoints of 64 bytes.
pub(crate) fn descriptors(kind: &Kind) -> Vec<u8> {
    let [v0, v1] = kind.vendor.to_le_bytes();
    let [p0, p1] = kind.product.to_le_bytes();
    let mut out = vec![18, 1, 0x00, 0x02, 0, 0, 0, 64, v0, v1, p0, p1, 0x00, 0x01, 0, 0, 0, 1];
    out.extend([9, 2, 32, 0, 1, 1, 0, 0xC0, 50]);
    out.extend([9, 4, 0, 0, 2, 0x07, 0x01, 0x02, 0]);
    for endpoint in [OUT, IN] {
        out.extend([7, 5, endpoint, 0x02, 64, 0, 0]);
    }
    out
}

/// Answers a request of the printer class; any other is refused.
pub(crate) fn answer(device: &Device, urb: &Urb) -> Done {
    let mut done = Done::of(urb, 0, Vec::new());
    let [kind, request, _, _, index, _, l0, l1] = urb.data.first_chunk().copied().unwrap_or_default();
    match (kind, request, index) {
        (0xA1, 0, 0) => {
            let length = (device.kind.id.len() as u16 + 2).to_be_bytes();
            done.data = [&length[..], device.kind.id.as_bytes()].concat();
        }
        (0xA1, 1, 0) => done.data = vec![device.sim.port_status()],
        (0x21, 2, 0) => {
            device.sim.soft_reset();
            device.change(|s| s.resets += 1);
        }
        _ => done.errno = EPIPE,
    }
    done.data.truncate(usize::from(u16::from_le_bytes([l0, l1])));
    done.actual = done.data.len();
    done
}
