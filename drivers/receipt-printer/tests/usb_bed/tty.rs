//! The node that a client opens is a pseudo terminal, because a client waits for it to become *writable*: output that
//! is stopped is not writable, output that flows is, and a terminal whose other end is closed tells error and hang-up,
//! as a node does whose device is gone.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Action, tcflow};

pub(crate) struct Tty {
    /// Closing it is the hang-up.
    _master: OwnedFd,
    slave: OwnedFd,
    path: PathBuf,
}

impl Tty {
    pub(crate) fn open() -> io::Result<Self> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let name = ptsname(&master, Vec::new())?;
        let path = PathBuf::from(name.into_string().map_err(io::Error::other)?);
        let slave = rustix::fs::open(&path, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?;
        let tty = Tty { _master: master, slave, path };
        tty.permit(true)?;
        tty.set_ready(false);
        Ok(tty)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether anybody may open the node, or nobody.
    pub(crate) fn permit(&self, anybody: bool) -> io::Result<()> {
        fs::set_permissions(&self.path, fs::Permissions::from_mode(if anybody { 0o666 } else { 0 }))
    }

    pub(crate) fn set_ready(&self, ready: bool) {
        // It fails only once the terminal is hung up, when nobody waits for it.
        let _hung_up = tcflow(&self.slave, if ready { Action::OOn } else { Action::OOff });
    }
}
