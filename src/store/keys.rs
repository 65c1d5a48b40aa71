//! Keys: what seals personal data and what finds an ID number again. In a file of their own, never in the database.

use super::error::Fault;
use crate::rules::VisitId;
use crate::rules::fact::IdTrace;
use crate::rules::house::IdKept;
use crate::rules::people::IdNumber;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Length of a nonce of XChaCha20-Poly1305, bytes.
const NONCE: usize = 24;

/// The keys derived from one master key of 32 bytes.
pub struct Keys {
    seal: XChaCha20Poly1305,
    /// As long as a block of SHA-256, as HMAC pads a shorter key: so there is no length that it could refuse.
    index: Zeroizing<[u8; 64]>,
}

/// Where the key is: the systemd credential `front-desk.key` where the service has one, else `keys` in the data folder.
pub(super) fn file(folder: &Path) -> PathBuf {
    let credential =
        std::env::var_os("CREDENTIALS_DIRECTORY").map(|d| PathBuf::from(d).join("front-desk.key"));
    credential.filter(|p| p.exists()).unwrap_or_else(|| folder.join("keys"))
}

impl Keys {
    /// Reads [`file`]; `make`: there is nothing yet that another key sealed, so where there is no file one is made. A file
    /// that others may read is refused.
    pub fn load(folder: &Path, make: bool) -> Result<Keys, Fault> {
        let path = file(folder);
        let io = |source| Fault::file(&path, source);
        if make && !path.exists() {
            super::beside::put(&path, hex(&random::<32>()).as_bytes()).map_err(io)?;
        }
        if !path.exists() {
            return Err(Fault::Key {
                path, why: "不见了，未作任何改动；请放回与数据库一起备份的那一份"
            });
        }
        if fs::metadata(&path).map_err(io)?.permissions().mode() & 0o077 != 0 {
            return Err(Fault::Key { path, why: "其他用户可以读取，请设为 0600" });
        }
        let text = Zeroizing::new(fs::read_to_string(&path).map_err(io)?);
        let master = unhex(text.trim())
            .ok_or(Fault::Key { path: path.clone(), why: "应为 64 个十六进制字符" })?;
        Ok(Keys::derive(&master))
    }

    /// From a master key.
    pub fn derive(master: &[u8; 32]) -> Keys {
        let seal = blake3::derive_key("front-desk 2026-11 personal part v1", master);
        let mut index = Zeroizing::new([0; 64]);
        index[..32].copy_from_slice(&blake3::derive_key("front-desk 2026-11 id number index v1", master));
        Keys { seal: XChaCha20Poly1305::new(&seal.into()), index }
    }

    /// Seals text for one purpose: nonce, then ciphertext and tag. It opens only with the same `bound`.
    pub fn seal(&self, plain: &[u8], bound: &[u8]) -> Result<Vec<u8>, Fault> {
        let nonce = random::<NONCE>();
        let sealed = self
            .seal
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: bound })
            .map_err(|_| Fault::Bug)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Keys::seal`] made; none where the key, the purpose or a byte is another.
    pub fn open(&self, sealed: &[u8], bound: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, text) = sealed.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        self.seal.decrypt(&XNonce::from(nonce), Payload { msg: text, aad: bound }).ok().map(Zeroizing::new)
    }

    /// Seals the number of a card for the record of its visit, where the house keeps numbers.
    pub(super) fn seal_number(&self, id: Option<&IdTrace>, visit: VisitId) -> Result<Option<Vec<u8>>, Fault> {
        let number = id.and_then(|id| id.number.as_ref());
        number.map(|number| self.seal(number.reveal().as_bytes(), &visit.bytes())).transpose()
    }

    /// The keyed digest of an ID number: HMAC-SHA256, its first 16 bytes. Without the key it cannot be guessed.
    pub fn digest(&self, number: &IdNumber) -> [u8; 16] {
        self.hmac(&[number.reveal()])
    }

    fn hmac(&self, parts: &[&str]) -> [u8; 16] {
        let mut mac = Hmac::<Sha256>::new((&*self.index).into());
        parts.iter().for_each(|part| mac.update(part.as_bytes()));
        let mut digest = [0; 16];
        digest.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        digest
    }

    /// The keyed digest of a person's word of some kind, such as a telephone. The kind goes into it, so that no two kinds
    /// are ever compared.
    pub(super) fn digest_of(&self, kind: &str, word: &str) -> [u8; 16] {
        self.hmac(&[kind, "\u{1f}", word])
    }

    /// What the house keeps of an ID number.
    pub fn trace(&self, number: &IdNumber, kept: IdKept) -> Option<IdTrace> {
        let full = match kept {
            IdKept::Nothing => return None,
            IdKept::Digest => None,
            IdKept::Sealed => Some(number.clone()),
        };
        Some(IdTrace { last4: number.last4().to_owned(), digest: self.digest(number), number: full })
    }
}

/// Fresh random bytes of the system. Without them nothing may be sealed or numbered, so there is no way on.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(
        clippy::expect_used,
        reason = "no machine that runs Rust's std is without getrandom; a weak key would be worse"
    )]
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

fn unhex(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut key = Zeroizing::new([0; 32]);
    for (i, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_short_key() {
        let keys = Keys::derive(&[7; 32]);
        let mut mac = Hmac::<Sha256>::new_from_slice(&keys.index[..32]).unwrap();
        mac.update("phone\u{1f}13800000000".as_bytes());
        assert_eq!(keys.digest_of("phone", "13800000000"), mac.finalize().into_bytes()[..16]);
    }
}
