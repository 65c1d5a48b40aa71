//! Small files beside the database, for this user alone: written next to their place and then moved into it, so that a power cut
//! or a full disk leaves the old one or the new one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Puts a file of mode 0600 into its place, durably.
pub(super) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = path.with_extension("new");
    let _ = fs::remove_file(&fresh);
    let mut out = File::options().write(true).create_new(true).mode(0o600).open(&fresh)?;
    out.write_all(bytes).and_then(|()| out.sync_all())?;
    fs::rename(&fresh, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
