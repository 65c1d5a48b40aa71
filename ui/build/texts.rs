//! From the `.slint` files to Rust: every property of the kiosk's globals that a page or the program may set, of whatever
//! type, with what changes it and what reads it. A property that is added is in the list without anybody thinking of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// Where the kiosk's globals are.
const KIOSK: [&str; 3] = ["pages/kiosk/", "parts/", "theme.slint"];

/// A struct's or a global's members: name and type, as Slint writes them.
type Members = Vec<(String, String)>;

/// An enum's values, by its name.
type Enums = BTreeMap<String, Vec<String>>;

/// The Rust code for every global that `root` exports from the kiosk's folders.
pub(crate) fn list(root: &str) -> io::Result<String> {
    let (mut structs, mut globals, mut enums) = (BTreeMap::new(), BTreeMap::new(), Enums::new());
    for line in fs::read_to_string(root)?.lines() {
        let Some((_, path)) = line.split_once(" from \"") else { continue };
        let path = path.trim_end_matches("\";");
        let text = fs::read_to_string(path)?;
        structs.extend(blocks(&text, "struct "));
        for (name, values) in blocks(&text, "enum ") {
            enums.insert(name, values.into_iter().map(|(value, _)| value).collect());
        }
        if KIOSK.iter().any(|folder| Path::new(path).starts_with(folder.trim_end_matches('/'))) {
            let exported = |name: &String| line.contains(name.as_str());
            globals.extend(blocks(&text, "global ").into_iter().filter(|(name, _)| exported(name)));
        }
    }
    let mut used = BTreeSet::new();
    for (_, kind) in globals.values().flatten() {
        reach(kind, &structs, &mut used);
    }
    structs.retain(|name, _| used.contains(name));
    enums.retain(|name, _| used.contains(name));
    Ok(code(&structs, &enums, &globals))
}

/// Adds a type and all that it is made of.
fn reach(kind: &str, structs: &BTreeMap<String, Members>, used: &mut BTreeSet<String>) {
    let kind = kind.trim_matches(['[', ']']);
    if used.insert(kind.to_owned()) {
        for (_, field) in structs.get(kind).into_iter().flatten() {
            reach(field, structs, used);
        }
    }
}

/// The members of every `export struct`, `export enum` or `export global` of a file; a value of an enum has no type.
fn blocks(text: &str, kind: &str) -> BTreeMap<String, Members> {
    let mut found = BTreeMap::new();
    let plain: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let plain = plain.join("\n");
    for block in plain.split("export ").filter_map(|block| block.strip_prefix(kind)) {
        let Some((name, body)) = block.split_once('{') else { continue };
        let members = match kind {
            "struct " => fields(body),
            "enum " => values(body),
            _ => properties(body),
        };
        found.insert(name.trim().to_owned(), members);
    }
    found
}

fn fields(body: &str) -> Members {
    let body = body.split('}').next().unwrap_or_default();
    let pair =
        |field: &str| field.split_once(':').map(|(name, kind)| (name.trim().into(), kind.trim().into()));
    body.split(',').filter_map(pair).collect()
}

fn values(body: &str) -> Members {
    let body = body.split('}').next().unwrap_or_default();
    let names = body.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| (name.to_owned(), String::new())).collect()
}

/// What Rust may set: `in` and `in-out`.
fn properties(body: &str) -> Members {
    let one = |line: &str| {
        let line = line.trim();
        let rest = line.strip_prefix("in-out property <").or_else(|| line.strip_prefix("in property <"))?;
        let (kind, rest) = rest.split_once('>')?;
        let name = rest.trim().split([':', ';', ' ']).next()?;
        Some((name.to_owned(), kind.to_owned()))
    };
    body.lines().filter_map(one).collect()
}

/// `to-desk` as Rust writes a variant: `ToDesk`.
fn variant(value: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    };
    value.split('-').map(word).collect()
}

fn code(structs: &BTreeMap<String, Members>, enums: &Enums, globals: &BTreeMap<String, Members>) -> String {
    let snake = |name: &str| name.replace('-', "_");
    let (mut impls, mut fill, mut read) = (String::new(), String::new(), String::new());
    for (name, fields) in structs {
        let (mut other, mut spilt) = (String::new(), String::new());
        for (field, _) in fields {
            let field = snake(field);
            let _ = write!(other, "{field}: self.{field}.other(mark), ");
            let _ = write!(spilt, "self.{field}.spill(&format!(\"{{path}}.{field}\"), out); ");
        }
        let _ = writeln!(
            impls,
            "impl Value for crate::{name} {{\n    fn other(&self, mark: &str) -> Self {{ Self {{ {other}}} }}\n    \
             fn spill(&self, path: &str, out: &mut Spilt) {{ {spilt}}}\n}}"
        );
    }
    for (name, values) in enums {
        let of = |value: Option<&String>| value.map(|v| variant(v)).unwrap_or_default();
        let (first, last) = (of(values.first()), of(values.last()));
        let _ = writeln!(
            impls,
            "impl Value for crate::{name} {{\n    fn other(&self, _: &str) -> Self {{ \
             if *self == Self::{first} {{ Self::{last} }} else {{ Self::{first} }} }}\n    \
             fn spill(&self, path: &str, out: &mut Spilt) {{ out.push(Held::plain(path, self)); }}\n}}"
        );
    }
    for (global, properties) in globals {
        for (property, _) in properties {
            let (path, property) = (format!("{global}.{property}"), snake(property));
            let of = format!("window.global::<crate::{global}<'_>>()");
            let _ = writeln!(fill, "    {of}.set_{property}({of}.get_{property}().other(mark));");
            let _ = writeln!(read, "    {of}.get_{property}().spill(\"{path}\", out);");
        }
    }
    format!(
        "{impls}fn fill_all(window: &crate::KioskWindow, mark: &str) {{\n{fill}}}\n\
         fn read_all(window: &crate::KioskWindow, out: &mut Spilt) {{\n{read}}}\n"
    )
}
