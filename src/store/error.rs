//! What can go wrong in the store: a refusal by the rules, or a fault with its cause.

use crate::rules::Refusal;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Either the rules said no, or something broke. The two never mix: one is for the person, one for the log.
#[derive(Debug, Error)]
pub enum Error {
    /// The rules said no; nothing was written.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Something broke; nothing was written.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A fault of the store. The message names the cause and never a person.
#[derive(Debug, Error)]
pub enum Fault {
    /// The database was written by a newer Front Desk. It is left as it is.
    #[error("数据库来自更新的版本（版本 {found}，本程序支持到 {known}），未作任何改动；请升级程序")]
    Newer {
        /// Schema version in the file.
        found: i64,
        /// Newest version this program knows.
        known: i64,
    },
    /// The file is not a Front Desk database, or it is damaged. It is left as it is.
    #[error("数据库已损坏或不是本程序的数据库，未作任何改动：{0}")]
    Corrupt(String),
    /// A value in a table is none that this program writes.
    #[error("数据库里有一处内容无法读取：{0}")]
    Content(String),
    /// The data folder or file cannot be written.
    #[error("数据目录只读，无法保存")]
    ReadOnly,
    /// The disk, or the space allowed, is full.
    #[error("磁盘已满，无法保存")]
    Full,
    /// A file beside the database could not be read or made.
    #[error("无法使用 {path}：{source}")]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The key file is damaged or its access is too wide.
    #[error("密钥文件 {path} 不能使用：{why}")]
    Key {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A sealed part does not open with this key, or a body does not parse.
    #[error("记录 {log}/{seq} 无法读取：{why}")]
    Unreadable {
        /// The journal's log.
        log: i64,
        /// The place in it.
        seq: i64,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The commit that this shared with others failed.
    #[error("未能保存：{0}")]
    NotCommitted(String),
    /// The writer thread is gone.
    #[error("存储线程已停止")]
    Gone,
    /// A bug in a handler; the transaction was rolled back.
    #[error("内部错误，操作未保存")]
    Bug,
    /// Another connection has what this one needs.
    #[error("数据库正被占用，请稍后再试")]
    Busy,
    /// Anything else that SQLite says.
    #[error("数据库错误：{0}")]
    Sqlite(rusqlite::Error),
}

impl Fault {
    /// A file that could not be read or made; a disk that takes nothing has words of its own.
    pub(super) fn file(path: &Path, source: std::io::Error) -> Fault {
        match source.kind() {
            ErrorKind::StorageFull => Fault::Full,
            ErrorKind::ReadOnlyFilesystem => Fault::ReadOnly,
            _ => Fault::File { path: path.to_owned(), source },
        }
    }

    /// Whether nothing that a connection believes can be trusted after this.
    pub(super) fn breaks_trust(&self) -> bool {
        use rusqlite::ErrorCode as C;
        match self {
            Fault::Corrupt(_) => true,
            Fault::Sqlite(e) => {
                matches!(e.sqlite_error_code(), Some(C::SystemIoFailure | C::OutOfMemory))
            }
            _ => false,
        }
    }

    /// The same fault for each of those who shared a commit.
    pub(super) fn shared(&self) -> Fault {
        match self {
            Fault::Full => Fault::Full,
            Fault::ReadOnly => Fault::ReadOnly,
            Fault::Busy => Fault::Busy,
            Fault::Corrupt(why) => Fault::Corrupt(why.clone()),
            other => Fault::NotCommitted(other.to_string()),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::{ErrorCode as C, ffi};
        match e.sqlite_error_code() {
            Some(C::DiskFull) => Fault::Full,
            // The index of the log could not be made as long as it has to be: in other words, no room.
            _ if e.sqlite_error().is_some_and(|e| e.extended_code == ffi::SQLITE_IOERR_SHMSIZE) => {
                Fault::Full
            }
            // A file beside the database could not be made.
            Some(C::ReadOnly | C::CannotOpen | C::PermissionDenied) => Fault::ReadOnly,
            Some(C::DatabaseBusy | C::DatabaseLocked) => Fault::Busy,
            Some(C::DatabaseCorrupt | C::NotADatabase) => Fault::Corrupt(e.to_string()),
            _ => Fault::Sqlite(e),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        Error::Fault(e.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    #[test]
    fn what_sqlite_says_becomes_a_word_and_only_what_breaks_trust_reopens() {
        let said = |code| Fault::from(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        for code in [
            ffi::SQLITE_IOERR,
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_NOMEM,
            ffi::SQLITE_CORRUPT,
            ffi::SQLITE_NOTADB,
        ] {
            assert!(said(code).breaks_trust(), "{code}");
        }
        for code in [ffi::SQLITE_BUSY, ffi::SQLITE_BUSY_SNAPSHOT, ffi::SQLITE_LOCKED] {
            assert!(matches!(said(code), Fault::Busy));
        }
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_SHMSIZE] {
            assert!(matches!(said(code), Fault::Full));
        }
        for code in
            [ffi::SQLITE_READONLY, ffi::SQLITE_READONLY_DIRECTORY, ffi::SQLITE_CANTOPEN, ffi::SQLITE_PERM]
        {
            assert!(matches!(said(code), Fault::ReadOnly));
        }
        assert!(!said(ffi::SQLITE_CONSTRAINT_UNIQUE).breaks_trust());
    }
}
