//! From the `.slint` files to Rust: every property of the kiosk's globals that can bear a text or a picture, with what
//! fills it and what reads it. A property that is added is in the list without anybody thinking of it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// Where the kiosk's globals are.
const KIOSK: [&str; 2] = ["pages/kiosk/", "parts/"];

/// A struct's or a global's members: name and type, as Slint writes them.
type Members = Vec<(String, String)>;

/// The Rust code for every global that `root` exports from the kiosk's folders.
pub(crate) fn list(root: &str) -> io::Result<String> {
    let (mut structs, mut globals) = (BTreeMap::new(), BTreeMap::new());
    for line in fs::read_to_string(root)?.lines() {
        let Some((_, path)) = line.split_once(" from \"") else { continue };
        let path = path.trim_end_matches("\";");
        let text = fs::read_to_string(path)?;
        structs.extend(blocks(&text, "struct "));
        if KIOSK.iter().any(|folder| Path::new(path).starts_with(folder.trim_end_matches('/'))) {
            globals.extend(
                blocks(&text, "global ").into_iter().filter(|(name, _)| line.contains(name.as_str())),
            );
        }
    }
    Ok(code(&structs, &globals))
}

/// The members of every `export struct` or `export global` of a file.
fn blocks(text: &str, kind: &str) -> BTreeMap<String, Members> {
    let mut found = BTreeMap::new();
    let plain: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let plain = plain.join("\n");
    for block in plain.split("export ").filter_map(|block| block.strip_prefix(kind)) {
        let Some((name, body)) = block.split_once('{') else { continue };
        let members = if kind == "struct " { fields(body) } else { properties(body) };
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

/// Whether a type can bear a text or a picture.
fn bears(kind: &str, structs: &BTreeMap<String, Members>) -> bool {
    let kind = kind.trim_matches(['[', ']']);
    matches!(kind, "string" | "image")
        || structs.get(kind).is_some_and(|fields| fields.iter().any(|(_, kind)| bears(kind, structs)))
}

fn code(structs: &BTreeMap<String, Members>, globals: &BTreeMap<String, Members>) -> String {
    let snake = |name: &str| name.replace('-', "_");
    let (mut impls, mut fill, mut read) = (String::new(), String::new(), String::new());
    for (name, fields) in structs.iter().filter(|(name, _)| bears(name, structs)) {
        let bearing: Vec<&(String, String)> =
            fields.iter().filter(|(_, kind)| bears(kind, structs)).collect();
        let (mut filled, mut spilt) = (String::new(), String::new());
        for (field, _) in &bearing {
            let field = snake(field);
            let _ = write!(filled, "{field}: Text::filled(mark), ");
            let _ = write!(spilt, "self.{field}.spill(&format!(\"{{path}}.{field}\"), out); ");
        }
        if bearing.len() < fields.len() {
            filled.push_str("..Default::default() ");
        }
        let _ = writeln!(
            impls,
            "impl Text for crate::{name} {{\n    fn filled(mark: &str) -> Self {{ Self {{ {filled}}} }}\n    \
             fn spill(&self, path: &str, out: &mut Spilt) {{ {spilt}}}\n}}"
        );
    }
    for (global, properties) in globals {
        for (property, _) in properties.iter().filter(|(_, kind)| bears(kind, structs)) {
            let (path, property) = (format!("{global}.{property}"), snake(property));
            let of = format!("window.global::<crate::{global}<'_>>()");
            let _ = writeln!(fill, "    {of}.set_{property}(Text::filled(mark));");
            let _ = writeln!(read, "    {of}.get_{property}().spill(\"{path}\", out);");
        }
    }
    format!(
        "{impls}fn fill_all(window: &crate::KioskWindow, mark: &str) {{\n{fill}}}\n\
         fn read_all(window: &crate::KioskWindow, out: &mut Spilt) {{\n{read}}}\n"
    )
}
