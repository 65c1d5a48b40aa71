//! The folders in which the preloaded library shows a client another `/sys` and `/dev`, and the messages of devices
//! coming and going, in udev's own format.

use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder of its own, removed in the end.
pub(crate) struct Tree {
    root: PathBuf,
    devices: AtomicU32,
    messages: AtomicU32,
}

/// Where one plugged device stands in the tree.
#[derive(Clone)]
pub(crate) struct Place {
    /// "1-1".
    pub(crate) name: &'static str,
    /// The address, fresh at every plugging in.
    pub(crate) number: u32,
}

impl Place {
    fn node(&self) -> String {
        format!("bus/usb/001/{:03}", self.number)
    }
}

/// Anybody may reach into the folder: the client runs as another user.
fn open_to_all(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(0o777))
}

impl Tree {
    pub(crate) fn new(name: &str) -> io::Result<Self> {
        let root = std::env::temp_dir().join(format!("usb-bed-{}-{name}", std::process::id()));
        for folder in ["sys/bus/usb/devices", "sys/class", "sys/devices/usb1", "dev/.node"] {
            fs::create_dir_all(root.join(folder))?;
        }
        open_to_all(&root)?;
        Ok(Tree { root, devices: AtomicU32::new(2), messages: AtomicU32::new(1) })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn next_place(&self, name: &'static str) -> Place {
        Place { name, number: self.devices.fetch_add(1, Ordering::Relaxed) }
    }

    /// Writes what the kernel would show, and gives the path of the socket that serves the node's ioctls.
    pub(crate) fn add(
        &self,
        place: &Place,
        files: &[(&str, String)],
        descriptors: &[u8],
        tty: &Path,
    ) -> io::Result<PathBuf> {
        let device = self.root.join("sys/devices/usb1").join(place.name);
        fs::create_dir_all(&device)?;
        symlink("../../../bus/usb", device.join("subsystem"))?;
        let minor = place.number - 1;
        let node = place.node();
        let uevent = format!(
            "MAJOR=189\nMINOR={minor}\nDEVNAME={node}\nDEVTYPE=usb_device\nBUSNUM=001\nDEVNUM={:03}\n",
            place.number
        );
        let common = [
            ("busnum", "1".to_owned()),
            ("devnum", place.number.to_string()),
            ("speed", "12".to_owned()),
            ("bConfigurationValue", "1".to_owned()),
            ("dev", format!("189:{minor}")),
            ("uevent", uevent),
        ];
        for (name, text) in common.iter().chain(files) {
            fs::write(device.join(name), format!("{}\n", text.trim_end()))?;
        }
        fs::write(device.join("descriptors"), descriptors)?;
        let listed = self.root.join("sys/bus/usb/devices").join(place.name);
        symlink(format!("../../../devices/usb1/{}", place.name), listed)?;
        for base in ["dev", "ioctl/dev"] {
            fs::create_dir_all(self.root.join(base).join("bus/usb/001"))?;
        }
        symlink(tty, self.root.join("dev").join(&node))?;
        symlink(format!("189:{minor}"), self.root.join("dev/.node").join(node.replace('/', "_")))?;
        Ok(self.root.join("ioctl/dev").join(&node))
    }

    /// Lets everybody connect to the socket.
    pub(crate) fn offer(&self, socket: &Path) -> io::Result<()> {
        open_to_all(socket)
    }

    /// Takes all of it away again.
    pub(crate) fn remove(&self, place: &Place) -> io::Result<()> {
        let node = place.node();
        fs::remove_file(self.root.join("sys/bus/usb/devices").join(place.name))?;
        fs::remove_dir_all(self.root.join("sys/devices/usb1").join(place.name))?;
        fs::remove_file(self.root.join("dev").join(&node))?;
        fs::remove_file(self.root.join("dev/.node").join(node.replace('/', "_")))?;
        fs::remove_file(self.root.join("ioctl/dev").join(&node))
    }

    /// Tells every listening client; `action` is `add` or `remove`.
    pub(crate) fn tell(&self, action: &str, place: &Place) -> io::Result<()> {
        let seq = self.messages.fetch_add(1, Ordering::Relaxed);
        let properties = format!(
            "ACTION={action}\0DEVPATH=/devices/usb1/{}\0SUBSYSTEM=usb\0SEQNUM={seq}\0DEVNAME=/dev/{}\0\
             DEVTYPE=usb_device\0BUSNUM=001\0DEVNUM={:03}\0MAJOR=189\0MINOR={}\0",
            place.name,
            place.node(),
            place.number,
            place.number - 1
        );
        let mut message = b"libudev\0".to_vec();
        message.extend(0xFEED_CAFE_u32.to_be_bytes());
        message.extend(40_u32.to_ne_bytes());
        message.extend(40_u32.to_ne_bytes());
        message.extend((properties.len() as u32).to_ne_bytes());
        message.extend(murmur(b"usb").to_be_bytes());
        message.extend(murmur(b"usb_device").to_be_bytes());
        message.extend([0; 8]);
        message.extend(properties.as_bytes());
        let socket = UnixDatagram::unbound()?;
        for entry in fs::read_dir(&self.root)? {
            let path = entry?.path();
            if path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"event")) {
                // A socket whose client closed it is refused; nobody misses that message.
                let _refused = socket.send_to(&message, &path);
            }
        }
        Ok(())
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _left = fs::remove_dir_all(&self.root);
    }
}

/// The hash by which a listener's filter knows subsystem and kind (MurmurHash2, seed 0).
fn murmur(text: &[u8]) -> u32 {
    const M: u32 = 0x5BD1_E995;
    let mut h = text.len() as u32;
    let mut words = text.chunks_exact(4);
    for word in &mut words {
        let mut k = word.iter().rev().fold(0_u32, |k, b| k << 8 | u32::from(*b)).wrapping_mul(M);
        k = (k ^ k >> 24).wrapping_mul(M);
        h = h.wrapping_mul(M) ^ k;
    }
    let rest = words.remainder();
    if !rest.is_empty() {
        h = (h ^ rest.iter().rev().fold(0_u32, |k, b| k << 8 | u32::from(*b))).wrapping_mul(M);
    }
    h = (h ^ h >> 13).wrapping_mul(M);
    h ^ h >> 15
}
