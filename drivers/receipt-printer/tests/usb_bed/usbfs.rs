//! The kernel's side of usbfs, spoken over the preloaded library's socket: three words a message, `{1, request, arg}`
//! from the client; `{5, address, length}` reads its memory, `{6, address, length}` and bytes write it, `{3, result,
//! errno}` ends the call. One connection is one open node.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;

use super::device::{Device, Done, Urb};

pub(crate) const EPERM: i32 = 1;
pub(crate) const ENOENT: i32 = 2;
pub(crate) const EAGAIN: i32 = 11;
pub(crate) const EBUSY: i32 = 16;
pub(crate) const ENODEV: i32 = 19;
pub(crate) const EINVAL: i32 = 22;
pub(crate) const ENOTTY: i32 = 25;
pub(crate) const EPIPE: i32 = 32;
pub(crate) const ENODATA: i32 = 61;
pub(crate) const EPROTO: i32 = 71;
pub(crate) const ESHUTDOWN: i32 = 108;

/// What the kernel can do for libusb: all but old splitting of bulk transfers and dropping of privileges.
const CAPABILITIES: u32 = 0x3D;
const FULL_SPEED: i64 = 2;
/// As large as any transfer that libusb hands over in one piece.
const LARGEST: u64 = 16 << 20;

struct Client {
    stream: UnixStream,
}

impl Client {
    fn send(&mut self, words: [u64; 3], bytes: &[u8]) -> io::Result<()> {
        let mut out: Vec<u8> = words.iter().flat_map(|w| w.to_ne_bytes()).collect();
        out.extend(bytes);
        self.stream.write_all(&out)
    }

    fn peek(&mut self, address: u64, len: u64) -> io::Result<Vec<u8>> {
        if len > LARGEST {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.send([5, address, len], &[])?;
        let mut bytes = vec![0; len as usize];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn poke(&mut self, address: u64, bytes: &[u8]) -> io::Result<()> {
        self.send([6, address, bytes.len() as u64], bytes)
    }

    fn word(&mut self, address: u64) -> io::Result<u32> {
        Ok(u32_at(&self.peek(address, 4)?, 0))
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes[at..].first_chunk().map_or(0, |b| u32::from_ne_bytes(*b))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes[at..].first_chunk().map_or(0, |b| u64::from_ne_bytes(*b))
}

/// Serves one open node until the client closes it.
pub(crate) fn serve(stream: UnixStream, device: &Device, id: u64) {
    let mut client = Client { stream };
    let mut message = [0; 24];
    while client.stream.read_exact(&mut message).is_ok() && u64_at(&message, 0) == 1 {
        let (request, arg) = (u64_at(&message, 8) as u32, u64_at(&message, 16));
        let Ok(result) = call(&mut client, device, id, request, arg) else { break };
        let (value, errno) = match result {
            Ok(value) => (value as u64, 0),
            Err(errno) => (u64::MAX, errno as u64),
        };
        if client.send([3, value, errno], &[]).is_err() {
            break;
        }
    }
    device.closed(id);
}

type Answer = Result<i64, i32>;

fn call(client: &mut Client, device: &Device, id: u64, request: u32, arg: u64) -> io::Result<Answer> {
    const OK: Answer = Ok(0);
    Ok(match request {
        0x8004_551A => {
            client.poke(arg, &CAPABILITIES.to_ne_bytes())?;
            OK
        }
        0x551F => Ok(FULL_SPEED),
        0x8004_550F => device.claim(id),
        0x8108_551B => {
            // Detach and claim in one; with flag 2 "except the driver named", which is usbfs itself.
            if device.detach(id) == Err(EBUSY) { Err(EBUSY) } else { device.claim(id) }
        }
        0x8004_5510 => device.release(id),
        0x4104_5508 => match device.driver() {
            Some(name) => {
                let mut field = name.as_bytes().to_vec();
                field.push(0);
                client.poke(arg + 4, &field)?;
                OK
            }
            None => Err(ENODATA),
        },
        0xC010_5512 => match u32_at(&client.peek(arg, 16)?, 4) {
            0x5516 => device.detach(id),
            0x5517 => device.attach(),
            _ => Err(ENOTTY),
        },
        0x8004_5515 => device.clear_halt(client.word(arg)? as u8),
        0x5514 | 0x8008_5504 => device.alive(),
        0x8038_550A => submit(client, device, id, arg)?,
        0x550B => device.discard(id, arg),
        0x4008_550C | 0x4008_550D => match device.reap(id) {
            Ok(done) => {
                reaped(client, arg, &done)?;
                OK
            }
            Err(errno) => Err(errno),
        },
        _ => Err(ENOTTY),
    })
}

/// `struct usbdevfs_urb` on 64 bits: kind at 0, endpoint 1, status 4, buffer 16, length 24, actual length 28.
fn submit(client: &mut Client, device: &Device, id: u64, at: u64) -> io::Result<Answer> {
    let urb = client.peek(at, 56)?;
    let (kind, endpoint) = (urb[0], urb[1]);
    let (buffer, len) = (u64_at(&urb, 16), u32_at(&urb, 24));
    let control = kind == 2;
    let incoming = endpoint & 0x80 != 0 && !control;
    let data = if incoming { Vec::new() } else { client.peek(buffer, u64::from(len))? };
    Ok(device.submit(Urb {
        client: id,
        at,
        control,
        endpoint,
        buffer,
        len: len as usize,
        data,
        taken: 0,
        discard: false,
    }))
}

fn reaped(client: &mut Client, arg: u64, done: &Done) -> io::Result<()> {
    if !done.data.is_empty() {
        client.poke(done.buffer, &done.data)?;
    }
    client.poke(done.at + 4, &(-done.errno).to_ne_bytes())?;
    client.poke(done.at + 28, &(done.actual as u32).to_ne_bytes())?;
    client.poke(arg, &done.at.to_ne_bytes())
}
