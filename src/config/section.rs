//! Reading TOML with all complaints at once: a table that knows where it stands and which of its keys were asked for.
//!
//! serde stops at the first thing it does not like; whoever sets up a station at seven in the morning wants them all.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One thing that is wrong in a config file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The file.
    pub file: PathBuf,
    /// The line, counted from 1, where there is one.
    pub line: Option<usize>,
    /// What is wrong and what would be right.
    pub what: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file.display(), self.what),
            None => write!(f, "{}: {}", self.file.display(), self.what),
        }
    }
}

/// Everything that is wrong, in the order of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaints(pub Vec<Complaint>);

impl Complaints {
    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, file: &Path, line: Option<usize>, what: impl Into<String>) {
        self.0.push(Complaint { file: file.to_owned(), line, what: what.into() });
    }
}

impl fmt::Display for Complaints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for complaint in &self.0 {
            writeln!(f, "{complaint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Complaints {}

/// A file's text, or a complaint.
pub(super) fn text(path: &Path, complaints: &mut Complaints) -> Option<String> {
    std::fs::read_to_string(path).map_err(|e| complaints.add(path, None, format!("读不到这个文件：{e}"))).ok()
}

/// The line of a byte, counted from 1.
pub(super) fn line(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

/// A file that could be parsed.
pub(super) struct Document {
    path: PathBuf,
    text: String,
}

impl Document {
    /// Reads a file and makes sure that it is TOML at all.
    pub(super) fn open(path: &Path, complaints: &mut Complaints) -> Option<Document> {
        let text = text(path, complaints)?;
        if let Err(e) = DeTable::parse(&text) {
            complaints.add(path, e.span().map(|s| line(&text, s.start)), e.message().to_owned());
            return None;
        }
        Some(Document { path: path.to_owned(), text })
    }

    /// Hands the whole file to `read` as a section; keys nobody asked for become complaints.
    pub(super) fn read<T>(&self, complaints: &mut Complaints, read: impl FnOnce(&Section<'_>) -> T) -> T {
        let table = DeTable::parse(&self.text).map(Spanned::into_inner).unwrap_or_default();
        let found = RefCell::new(Vec::new());
        let root = Section {
            document: self,
            table: &table,
            start: 0,
            name: String::new(),
            asked: RefCell::default(),
            found: &found,
        };
        let value = read(&root);
        root.close();
        let mut found = found.into_inner();
        found.sort_by_key(|c: &Complaint| c.line);
        complaints.0.extend(found);
        value
    }
}

/// One table of a file.
pub(super) struct Section<'d> {
    document: &'d Document,
    table: &'d DeTable<'d>,
    start: usize,
    name: String,
    asked: RefCell<BTreeSet<String>>,
    found: &'d RefCell<Vec<Complaint>>,
}

impl<'d> Section<'d> {
    fn complain(&self, byte: usize, what: String) {
        let line = Some(line(&self.document.text, byte));
        self.found.borrow_mut().push(Complaint { file: self.document.path.clone(), line, what });
    }

    fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn ask(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.table.get(key)
    }

    fn required(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        let value = self.ask(key);
        if value.is_none() {
            self.complain(self.start, format!("缺少 {}", self.path(key)));
        }
        value
    }

    fn wrong<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) -> Option<T> {
        self.complain(value.span().start, format!("{} 应为{wanted}", self.path(key)));
        None
    }

    /// A text that is not empty.
    pub(super) fn text(&self, key: &str) -> String {
        let Some(value) = self.required(key) else { return String::new() };
        match value.get_ref() {
            DeValue::String(s) if !s.trim().is_empty() => s.to_string(),
            _ => self.wrong(key, value, "非空文字").unwrap_or_default(),
        }
    }

    /// A text that may be left out.
    pub(super) fn text_or(&self, key: &str, default: &str) -> String {
        if self.table.contains_key(key) {
            self.text(key)
        } else {
            self.ask(key).map_or(default.to_owned(), |_| String::new())
        }
    }

    /// A text that `parse` understands; `wanted` says what would be right.
    pub(super) fn parsed<T>(
        &self,
        key: &str,
        wanted: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.required(key)?;
        match value.get_ref() {
            DeValue::String(s) => parse(s).or_else(|| self.wrong(key, value, wanted)),
            _ => self.wrong(key, value, wanted),
        }
    }

    /// A whole number within bounds (both are inside).
    pub(super) fn number(&self, key: &str, from: u32, to: u32) -> u32 {
        let Some(value) = self.required(key) else { return from };
        let number = match value.get_ref() {
            DeValue::Integer(n) => {
                u32::from_str_radix(n.as_str(), n.radix()).ok().filter(|n| (from..=to).contains(n))
            }
            _ => None,
        };
        number
            .unwrap_or_else(|| self.wrong(key, value, &format!(" {from} 到 {to} 之间的整数")).unwrap_or(from))
    }

    /// As [`Section::number`], and may be left out.
    pub(super) fn number_or(&self, key: &str, default: u32, from: u32, to: u32) -> u32 {
        if self.ask(key).is_some() { self.number(key, from, to) } else { default }
    }

    /// Yes or no; may be left out.
    pub(super) fn flag_or(&self, key: &str, default: bool) -> bool {
        match self.ask(key).map(|value| (value, value.get_ref())) {
            None => default,
            Some((_, DeValue::Boolean(flag))) => *flag,
            Some((value, _)) => self.wrong(key, value, " true 或 false").unwrap_or(default),
        }
    }

    /// A list of which `parse` understands every entry; left out, it is empty.
    pub(super) fn list<T>(&self, key: &str, wanted: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let Some(value) = self.ask(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            return self.wrong(key, value, "列表").unwrap_or_default();
        };
        let read = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::String(s) => parse(s).or_else(|| self.wrong(key, item, wanted)),
            _ => self.wrong(key, item, wanted),
        };
        items.iter().filter_map(read).collect()
    }

    /// Two whole numbers, the first not above the second.
    pub(super) fn range(&self, key: &str, to: u32) -> (u32, u32) {
        let Some(value) = self.required(key) else { return (1, 1) };
        let numbers: Vec<u32> = match value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .filter_map(|i| match i.get_ref() {
                    DeValue::Integer(n) => u32::from_str_radix(n.as_str(), n.radix()).ok(),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        match numbers[..] {
            [a, b] if a <= b && b <= to => (a, b),
            _ => self.wrong(key, value, &format!("两个整数 [从, 到]，不超过 {to}")).unwrap_or((1, 1)),
        }
    }

    /// Whether this key is written at all.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Every key that is written. Whoever takes them all knows them all.
    pub(super) fn keys(&self) -> Vec<&'d str> {
        let keys: Vec<&str> = self.table.keys().map(|key| key.get_ref().as_ref()).collect();
        self.asked.borrow_mut().extend(keys.iter().map(|key| (*key).to_owned()));
        keys
    }

    /// A table inside this one.
    pub(super) fn section<T>(&self, key: &str, read: impl FnOnce(&Section<'_>) -> T) -> Option<T> {
        let value = self.required(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(self.inside(key, table, value.span().start, read)),
            _ => self.wrong(key, value, "一节"),
        }
    }

    /// Tables of one name, `[[key]]`; at least one.
    pub(super) fn sections<T>(&self, key: &str, read: impl Fn(&Section<'_>) -> T) -> Vec<T> {
        let Some(value) = self.required(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            return self.wrong(key, value, "一组节").unwrap_or_default();
        };
        let each = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::Table(table) => Some(self.inside(key, table, item.span().start, &read)),
            _ => self.wrong(key, item, "一节"),
        };
        items.iter().filter_map(each).collect()
    }

    fn inside<T>(
        &self,
        key: &str,
        table: &DeTable<'_>,
        start: usize,
        read: impl FnOnce(&Section<'_>) -> T,
    ) -> T {
        let inner = Section {
            document: self.document,
            table,
            start,
            name: self.path(key),
            asked: RefCell::default(),
            found: self.found,
        };
        let value = read(&inner);
        inner.close();
        value
    }

    /// Complains about something that is well-formed and still cannot be, at this key.
    pub(super) fn refuse(&self, key: &str, what: &str) {
        let byte = self.table.get(key).map_or(self.start, |v| v.span().start);
        self.complain(byte, format!("{} {what}", self.path(key)));
    }

    fn close(&self) {
        let asked = self.asked.borrow();
        for (key, value) in self.table.iter().filter(|(k, _)| !asked.contains(k.get_ref().as_ref())) {
            let known: Vec<&str> = asked.iter().map(String::as_str).collect();
            let what = format!("不认识的项 {}；这里可以写：{}", self.path(key.get_ref()), known.join("、"));
            self.complain(key.span().start.min(value.span().start), what);
        }
    }
}
