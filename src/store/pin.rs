//! The staff's PIN: its hash (Argon2id) in a file of its own beside the keys. No file, no way in.

use super::error::Fault;
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

fn file(folder: &Path) -> PathBuf {
    folder.join("pin")
}

/// Sets the PIN of the station whose data are in this folder, readable for this user alone.
pub fn set_pin(folder: &Path, pin: &str) -> Result<(), Fault> {
    let path = file(folder);
    let io = |source| Fault::File { path: path.clone(), source };
    let salt = SaltString::encode_b64(&super::random::<16>()).map_err(|_| Fault::Bug)?;
    let hash = Argon2::default().hash_password(pin.as_bytes(), &salt).map_err(|_| Fault::Bug)?;
    fs::create_dir_all(folder).map_err(io)?;
    super::beside::put(&path, hash.to_string().as_bytes()).map_err(io)
}

/// Takes the PIN away: nobody gets in.
pub fn clear_pin(folder: &Path) -> Result<(), Fault> {
    match fs::remove_file(file(folder)) {
        Err(source) if source.kind() != ErrorKind::NotFound => {
            Err(Fault::File { path: file(folder), source })
        }
        _ => Ok(()),
    }
}

/// Whether a PIN is set.
pub fn has_pin(folder: &Path) -> bool {
    file(folder).is_file()
}

/// Whether this is the PIN. A file that is missing or damaged fits none.
pub fn pin_fits(folder: &Path, pin: &str) -> bool {
    let Ok(text) = fs::read_to_string(file(folder)) else { return false };
    let Ok(hash) = PasswordHash::new(text.trim()) else { return false };
    Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok()
}
