//! Who has a device. Of the processes on one data folder one works it, the one that holds the lock; it writes into the lock's
//! own file how the device is, and the others show that. When it ends, the next takes over.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io;
use std::marker::PhantomData;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// The file of one device, `DATA/reader.lock`; `H` is its word of health. Dropped, the device is free.
pub struct Hold<H> {
    device: &'static str,
    /// None where the data folder takes no file: then nobody can be asked, and who can work the device tries.
    file: Option<File>,
    word: PhantomData<H>,
}

/// The longest word that is read.
const LONGEST: usize = 64;

impl<H: Copy + Default + PartialEq + Serialize + DeserializeOwned> Hold<H> {
    /// Opens the file; nothing is taken yet.
    pub fn open(data: &Path, device: &'static str) -> Hold<H> {
        let path = data.join(format!("{device}.lock"));
        let made = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let file = made.or_else(|_| File::open(path));
        if let Err(cause) = &file {
            tracing::warn!(device, %cause, "other processes cannot be asked whether they have it");
        }
        Hold { device, file: file.ok(), word: PhantomData }
    }

    /// Waits for this process's turn and tells meanwhile what becomes known of the device; none when `over` says that the
    /// station is gone. `over` waits a while each time. `wanted`: this process can work the device; one that cannot only
    /// watches.
    pub fn turn(
        self,
        wanted: bool,
        mut over: impl FnMut() -> bool,
        mut tell: impl FnMut(H),
    ) -> Option<Hold<H>> {
        let mut told = H::default();
        loop {
            let free = self.file.as_ref().is_none_or(|file| file.try_lock().is_ok());
            if free && wanted {
                self.tell(H::default()); // what the last one wrote is not true any more
                tracing::info!(device = self.device, "this process has it");
                return Some(self);
            }
            // Given back at once: whoever can work the device tries again soon.
            let word = if free { self.given_back() } else { self.heard() };
            if let Some(word) = word.filter(|word| *word != told) {
                told = word;
                tell(word);
            }
            if over() {
                return None;
            }
        }
    }

    /// Writes down how the device is. For whoever has it.
    pub fn tell(&self, word: H) {
        let line = serde_json::to_string(&word).map(|word| word + "\n");
        let Some(file) = &self.file else { return };
        let written = line.map_err(io::Error::other).and_then(|line| file.write_all_at(line.as_bytes(), 0));
        if let Err(e) = written {
            tracing::debug!(cause = %e, "other processes are not told how a device is");
        }
    }

    fn given_back(&self) -> Option<H> {
        self.file.as_ref()?.unlock().ok().map(|()| H::default())
    }

    /// The first line; what is left of a longer one before it is not read.
    fn heard(&self) -> Option<H> {
        let mut bytes = [0; LONGEST];
        let read = self.file.as_ref()?.read_at(&mut bytes, 0).ok()?;
        let line = bytes[..read].split(|b| *b == b'\n').next()?;
        serde_json::from_slice(line).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::PrinterHealth;

    #[test]
    fn one_has_it_the_others_hear_and_the_next_takes_over() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Hold::<PrinterHealth>::open(folder.path(), "printer");
        let held = open().turn(true, || true, |_| {}).unwrap();
        let mut heard = Vec::new();
        // Each wait of the watcher is an hour of the holder.
        let mut hours = [Some(PrinterHealth::PaperOut), Some(PrinterHealth::Ready), None].into_iter();
        let mut held = Some(held);
        let mut ended = false;
        let next = open().turn(
            true,
            || {
                match hours.next() {
                    Some(Some(word)) => held.iter().for_each(|h| h.tell(word)),
                    Some(None) => drop(held.take()),
                    None => ended = true,
                }
                ended
            },
            |word| heard.push(word),
        );
        assert!(next.is_some() && !ended, "the next one takes over as soon as it is free");
        assert_eq!(
            heard,
            [PrinterHealth::PaperOut, PrinterHealth::Ready],
            "a shorter word after a longer one too"
        );
        let mut of_the_last = Vec::new();
        open().turn(true, || true, |word| of_the_last.push(word));
        assert!(of_the_last.is_empty(), "the next one has said nothing yet: {of_the_last:?}");
    }

    #[test]
    fn who_cannot_work_it_takes_it_from_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Hold::<PrinterHealth>::open(folder.path(), "printer");
        drop({
            let held = open().turn(true, || true, |_| {}).unwrap();
            held.tell(PrinterHealth::Ready);
            held
        });
        let mut looks = 0;
        let mut heard = Vec::new();
        let watcher = open().turn(
            false,
            || {
                looks += 1;
                let other = open().turn(true, || true, |_| {});
                assert!(other.is_some(), "between two looks it is free");
                looks > 2
            },
            |word| heard.push(word),
        );
        assert!(watcher.is_none());
        assert!(heard.is_empty(), "what the last one wrote is not true any more: {heard:?}");
    }
}
