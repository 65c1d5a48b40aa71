//! The rules of the tree, as data: who may use whom, what is never said where, how long a thing may be.
//!
//! A rule that hurts is changed in its table, with the reason beside it; the checks below the tables stay as they are.
//! Text is scanned, not types: enough to notice a slip of the hand, and whoever wants to cheat is seen in review.

use std::path::Path;
use std::{fs, io};

/// Who may use whom (the use table): the modules of `front_desk` that a layer may name, as beginnings of paths.
#[rustfmt::skip]
const USES: &[(&str, &str, &str)] = &[
    ("src/rules", "rules", "rules are pure and know nobody"),
    ("src/pinyin", "pinyin", "pinyin is pure and knows nobody"),
    ("src/store", "store rules pinyin", "the store keeps facts; it has no device and no page"),
    ("src/devices", "devices rules", "devices know slips and card holders, not who wants them"),
    ("src/config", "config rules", "config is read once, before anything else is there"),
    ("src/station", "station config store devices rules", "the station has no face"),
    ("src/screens", "screens station rules config pinyin devices::CardTrouble devices::Picture devices::PrinterHealth \
      devices::ReaderHealth devices::Access devices::Answers devices::FoundPrinter devices::TestPrint", "a face shows views and sends intents; of devices it knows the words for their health"),
];

/// What of a file a rule looks at: Rust without comments and quotes; Rust without comments; every letter of every file.
#[derive(Clone, Copy, PartialEq)]
enum Reads {
    Code,
    Quoted,
    All,
}

/// What is never said (the never table): (within, but not within, what is read, words, why).
type Never = (&'static [&'static str], &'static [&'static str], Reads, &'static [&'static str], &'static str);

#[rustfmt::skip]
const NEVER: &[Never] = &[
    (&["src/rules", "src/pinyin"], &[], Reads::Code,
        &["std::fs", "std::io", "std::net", "std::process", "std::env", "std::thread", "std::time", "tokio", "tracing"],
        "pure: what it decides follows from what it is given"),
    (&["src"], &["src/store"], Reads::Code, &["rusqlite"],
        "the database has one owner"),
    (&["src"], &["src/screens", "src/cli", "src/main", "src/proof"], Reads::Code, &["slint", "i_slint_core", "ui::", "std::process::exit"],
        "the station builds and runs without a face"),
    (&["src/store", "src/config", "src/screens"], &[], Reads::Code,
        &["id_reader", "receipt_printer::Printer", "receipt_printer::transport", "receipt_printer::sim"],
        "hardware is met in devices alone"),
    (&["src/screens"], &[], Reads::Code, &["std::thread", "std::fs", "blocking_send", "blocking_recv", "block_on"],
        "the thread of the pages never waits"),
    (&["drivers"], &[], Reads::Code, &["front_desk", "ui::", "rusqlite", "slint", "tokio"],
        "a driver knows hardware and nothing of the station"),
    (&["ui"], &[], Reads::Code, &["front_desk", "receipt_printer", "id_reader", "rusqlite", "tokio"],
        "the pages know no station, no device, no database"),
    (&["src"], &["src/station/run"], Reads::Code, &["Utc::now", "Local::now", "SystemTime::now", "Instant::now"],
        "time arrives in the stamp; one place reads the clock"),
    (&["src"], &["src/main", "src/cli", "src/proof"], Reads::Code, &["Config::load"],
        "a config file is read once, at the start"),
    (&["src"], &["src/main", "src/cli", "src/pinyin/tests", "src/proof"], Reads::Code, &["println!", "print!"],
        "standard output belongs to the verbs of the command line; a log never holds a person's data"),
    (&["src"], &["src/store"], Reads::Quoted,
        &["INSERT ", "UPDATE ", "DELETE ", "REPLACE INTO", "CREATE TABLE", "DROP TABLE"],
        "only the store writes SQL"),
    (&["src/store"],
        &["src/store/appointments", "src/store/day", "src/store/help", "src/store/households", "src/store/journal", "src/store/notices", "src/store/open", "src/store/outbox",
          "src/store/queue", "src/store/rebuild", "src/store/requests", "src/store/search", "src/store/sweep", "src/store/tables", "src/store/visits"], Reads::Quoted,
        &["INSERT ", "UPDATE ", "DELETE ", "REPLACE INTO", "CREATE TABLE", "DROP TABLE"],
        "a table is written in its own file, by way of `Tx::record`"),
    (&["src", "ui", "drivers", "tests", "benches"], &[], Reads::Code,
        &["unbounded_channel", "mpsc::channel()", "std::sync::mpsc::channel"],
        "every channel is bounded: a slow end must be felt, not stored"),
    (&["src", "ui", "drivers", "tests", "benches"], &["ui/src/generated"], Reads::Code,
        &["todo!", "unimplemented!", "dbg!", "#[ignore", "#[allow", "#![allow"],
        "it is done or it is not there; a lint is waived by #[expect], with its reason"),
    (&["tests", "ui/tests", "drivers/id-reader/tests", "drivers/receipt-printer/tests"], &[], Reads::Code,
        &["thread::sleep", "std::thread::sleep"],
        "a test waits for what it wants or is given the time; a guessed pause is slow, and too short on a busy machine"),
    (&[""], &["tests/it/tidy"], Reads::All, &["/work/", "/root/", "/tmp/", "/home/"],
        "a path of one machine means nothing on another"),
    (&[""], &["tests/it/tidy"], Reads::All,
        &["crates.io/", "sparse+", "replace-with", "pypi.", "npmjs", "proxy.golang", "artifactory", "nexus."],
        "where packages come from is each machine's own business"),
];

/// How many lines a file, a function and a .slint file may have. A smoke alarm, not the aim.
const FILE: usize = 400;
const FN: usize = 70;
const SLINT: usize = 200;

/// Limits that differ: (file, `file` or a function's name, limit, why).
const RAISED: &[(&str, &str, usize, &str)] =
    &[("src/main.rs", "file", 80, "main wires; everything else has a place of its own")];

/// Names that say nothing about what a file is for.
const EMPTY_NAMES: &[&str] = &["manager", "helper", "helpers", "util", "utils", "misc", "common"];

/// What every package says of itself.
const PACKAGE_KEYS: &[&str] = &["license", "description", "edition"];

struct Source {
    path: String,
    text: String,
}

#[test]
fn every_rule_holds_in_this_tree() {
    let mut tree = Vec::new();
    collect(Path::new(env!("CARGO_MANIFEST_DIR")), "", &mut tree).unwrap();
    assert!(tree.len() > 100, "only {} files found: the walk is broken", tree.len());
    let mut found: Vec<String> = tree.iter().flat_map(complaints).collect();
    found.extend(forgotten_tests(&tree));
    let gone = RAISED.iter().filter(|(path, ..)| !tree.iter().any(|s| s.path == *path));
    found.extend(gone.map(|(path, ..)| format!("{path}: its limit differs, and there is no such file")));
    assert!(found.is_empty(), "{} findings\n{}\n", found.len(), found.join("\n"));
}

/// Bad sources, and a piece of the complaint that each must cause.
#[test]
fn it_can_fail() {
    let long = format!("//! Doc.\nfn long() {{\n{}}}\n", "    step();\n".repeat(FN));
    #[rustfmt::skip]
    let bad: &[(&str, &str, &str)] = &[
        ("src/rules/x.rs", "//! D.\nuse crate::store::Tx;", "src/rules/x.rs:2: may not use `store::Tx`"),
        ("src/rules/x.rs", "//! D.\nuse std::{fmt, fs};", "x.rs:2: says `std::fs`"),
        ("src/rules/x.rs", "//! D.\nfn f() {\n    Utc::now();\n}", "x.rs:3: says `Utc::now`"),
        ("src/devices/x.rs", "//! D.\nuse crate::{rules::Slip, station::{Event, View}};", "`station::Event`"),
        ("src/station/x.rs", "//! D.\nuse rusqlite::Connection;", "x.rs:2: says `rusqlite`"),
        ("src/station/x.rs", "//! D.\nconst Q: &str = \"DELETE FROM ticket\";", "says `DELETE `"),
        ("src/station/x.rs", "//! D.\nfn f() { println!(\"{name}\") }", "says `println!`"),
        ("src/store/tx.rs", "//! D.\nconst Q: &str = r#\"INSERT INTO \"ticket\"\"#;", "says `INSERT `"),
        ("src/screens/x.rs", "//! D.\nuse front_desk::store;", "may not use `store`"),
        ("src/screens/x.rs", "//! D.\nuse front_desk::devices::{Picture, Printer};", "may not use `devices::Printer`"),
        ("src/screens/x.rs", "//! D.\nfn f() { events.blocking_send(e); }", "says `blocking_send`"),
        ("drivers/x/src/lib.rs", "//! D.\nuse front_desk::rules::Slip;", "says `front_desk`"),
        ("ui/src/x.rs", "//! D.\nuse receipt_printer::Sheet;", "says `receipt_printer`"),
        ("src/store/x.rs", "//! D.\nuse std::sync::mpsc::{Receiver, channel};", "says `std::sync::mpsc::channel`"),
        ("src/store/x.rs", "//! D.\nfn f() { todo!() }", "says `todo!`"),
        ("tests/it/x.rs", "//! D.\n#[test]\n#[ignore]\nfn f() {}", "x.rs:3: says `#[ignore`"),
        ("tests/it/x.rs", "//! D.\nfn f() { thread::sleep(T) }", "says `thread::sleep`"),
        ("tests/it/x.rs", "//! D.\nconst P: &str = \"/root/x\";", "says `/root/`"),
        ("src/store/x.rs", "//! D.\n// see https://crates.io/crates/x", "says `crates.io/`"),
        ("src/store/x.rs", "fn f() {}", "does not open with `//!`"),
        ("ui/pages/x.slint", "component X {}", "does not open with `//`"),
        ("src/store/x.rs", &long, "x.rs:2: fn long has 72 lines"),
        ("src/store/x.rs", &format!("//! D.\n{}", "\n".repeat(FILE)), "has 401 lines"),
        ("src/main.rs", &format!("//! D.\n{}", "\n".repeat(80)), "has 81 lines, the limit is 80"),
        ("ui/pages/x.slint", &format!("// D.\n{}", "\n".repeat(SLINT)), "has 201 lines"),
        ("src/station/queue_helper.rs", "//! D.", "says nothing about what it is for"),
        ("drivers/x/Cargo.toml", "[package]\nname = \"x\"\nlicense = \"MIT\"\nedition = \"2024\"", "lacks `description`"),
    ];
    for (path, text, wanted) in bad {
        let found = complaints(&Source { path: (*path).into(), text: (*text).into() });
        assert!(found.iter().any(|f| f.contains(wanted)), "{path} {text:?}: {found:?}");
    }
    let main = Source { path: "tests/it/main.rs".into(), text: "//! D.\nmod a;".into() };
    let forgotten = Source { path: "tests/it/b.rs".into(), text: "//! D.".into() };
    assert_eq!(forgotten_tests(&[main, forgotten]).len(), 1);
}

#[test]
fn it_can_pass() {
    let good = "//! Knows no `crate::store`, no rusqlite.\n/* nor todo!() */\nuse super::Slip;\nuse crate::rules::{Fact, House};\n\
                fn f<'a>(c: char, s: &'a str) -> [u8; 2] {\n    let _ = (c == '\"', '\\'', \"rusqlite \\\" todo!()\", b'{');\n    [0; 2]\n}\n";
    let found = complaints(&Source { path: "src/rules/x.rs".into(), text: good.into() });
    assert_eq!(found, [""; 0]);
}

/// Everything wrong with one file.
fn complaints(Source { path, text }: &Source) -> Vec<String> {
    let rust = if path.ends_with(".rs") { text } else { "" };
    let (code, quoted) = (strip(rust, Reads::Code), strip(rust, Reads::Quoted));
    let mut found = uses(path, &code);
    for (_, _, reads, words, why) in NEVER.iter().filter(|r| is_in(path, r.0) && !is_in(path, r.1)) {
        let seen = match reads {
            Reads::Code => &code,
            Reads::Quoted => &quoted,
            Reads::All => text,
        };
        let spots = words.iter().flat_map(|word| said(seen, word).map(move |at| (word, at)));
        found.extend(spots.map(|(word, at)| format!("{path}:{}: says `{word}`: {why}", line(seen, at))));
    }
    found.extend(shape(path, text));
    found.extend(long_functions(path, &code));
    found
}

/// Uses of our own modules that the use table does not have.
fn uses(path: &str, code: &str) -> Vec<String> {
    let Some((_, allowed, why)) = USES.iter().find(|(layer, ..)| is_in(path, &[layer])) else {
        return Vec::new();
    };
    let named = ["crate", "front_desk"].iter().flat_map(|root| paths(code, root));
    let refused = named.filter(|(_, used)| !allowed.split_whitespace().any(|a| leads_to(a, used)));
    refused.map(|(at, used)| format!("{path}:{}: may not use `{used}`: {why}", line(code, at))).collect()
}

/// Name, first line, length, and what a Cargo.toml must say.
fn shape(path: &str, text: &str) -> Vec<String> {
    let (stem, ending) = path.rsplit('/').next().unwrap_or(path).rsplit_once('.').unwrap_or((path, ""));
    let mut found = Vec::new();
    let mut complain = |what: String| found.push(format!("{path}: {what}"));
    if stem.split(['_', '-']).any(|word| EMPTY_NAMES.contains(&word)) {
        complain("its name says nothing about what it is for".into());
    }
    let (opening, usual) = match ending {
        "rs" => ("//!", FILE),
        "slint" => ("//", SLINT),
        _ => ("", usize::MAX),
    };
    if !text.starts_with(opening) {
        complain(format!("does not open with `{opening}`: a reader is told first what a file is for"));
    }
    let (lines, limit) = (text.lines().count(), limit(path, "file", usual));
    if lines > limit {
        complain(format!("has {lines} lines, the limit is {limit}: find what can have a file of its own"));
    }
    let says = |key: &str| text.lines().any(|l| l.split(['.', ' ', '=']).next() == Some(key));
    for key in PACKAGE_KEYS.iter().filter(|key| path.ends_with("Cargo.toml") && !says(key)) {
        complain(format!("lacks `{key}`: a package says what it is"));
    }
    found
}

fn limit(path: &str, what: &str, usual: usize) -> usize {
    let differs = RAISED.iter().find(|(file, kind, ..)| *file == path && *kind == what);
    differs.map_or(usual, |(_, _, limit, _)| *limit)
}

/// Functions longer than the limit, from the line of `fn` to that of the closing brace.
fn long_functions(path: &str, code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for at in said(code, "fn ") {
        let (mut depth, mut braces, mut end) = (0, 0, at);
        for (i, c) in code[at..].char_indices() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth -= 1,
                '{' => braces += 1,
                '}' => braces -= 1,
                _ => {}
            }
            end = at + i;
            if (c == ';' && depth == 0 && braces == 0) || (c == '}' && braces == 0) {
                break;
            }
        }
        let name = code[at + 3..].split(|c| !in_word(c)).next().unwrap_or_default();
        let (lines, limit) = (line(code, end) - line(code, at) + 1, limit(path, name, FN));
        if lines > limit {
            let at = line(code, at);
            found.push(format!(
                "{path}:{at}: fn {name} has {lines} lines, the limit is {limit}: one thing a time"
            ));
        }
    }
    found
}

/// Test files that their `main.rs` does not declare: they would never run.
fn forgotten_tests(tree: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for Source { path, .. } in tree {
        let Some((package, module)) = path.strip_suffix(".rs").and_then(|p| p.split_once("tests/it/")) else {
            continue;
        };
        let main = tree.iter().find(|s| s.path == format!("{package}tests/it/main.rs"));
        let declared = main.is_some_and(|m| m.text.contains(&format!("mod {module};")));
        if module != "main" && !module.contains('/') && !declared {
            found.push(format!("{path}: `mod {module};` is not in its main.rs: its tests never run"));
        }
    }
    found
}

fn is_in(path: &str, places: &[&str]) -> bool {
    let below = |rest: &str| rest.starts_with('/') || rest == ".rs";
    places.iter().any(|place| place.is_empty() || path.strip_prefix(place).is_some_and(below))
}

/// Whether a path is `front` or something in it.
fn leads_to(front: &str, path: &str) -> bool {
    path.strip_prefix(front).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where a word or path is said, also inside the braces of a `use`.
fn said<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let whole = move |at: &usize| {
        let begins = !word.starts_with(in_word) || !text[..*at].ends_with(in_word);
        begins && (!word.ends_with(in_word) || !text[at + word.len()..].starts_with(in_word))
    };
    let root = word.split_once("::").filter(|(_, rest)| !rest.is_empty());
    let grouped = root.into_iter().flat_map(move |(root, rest)| {
        let said_in_group =
            move |(at, p): &(usize, String)| leads_to(rest, p) && !text[*at..].starts_with(word);
        paths(text, root).into_iter().filter(said_in_group).map(|(at, _)| at)
    });
    text.match_indices(word).map(|(at, _)| at).filter(whole).chain(grouped)
}

/// Every path that begins with `root::`, without it; the groups of a `use` are taken apart.
fn paths(code: &str, root: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(root).filter(|(at, _)| !code[..*at].ends_with(in_word)) {
        if let Some(rest) = code[at + root.len()..].strip_prefix("::") {
            let mut leaves = Vec::new();
            branch(rest, "", &mut leaves);
            found.extend(leaves.into_iter().map(|leaf| (at, leaf)));
        }
    }
    found
}

/// Takes one branch of a use tree and gives what follows it.
fn branch<'c>(code: &'c str, front: &str, leaves: &mut Vec<String>) -> &'c str {
    let code = code.trim_start();
    if let Some(mut rest) = code.strip_prefix('{') {
        while !rest.is_empty() && !rest.starts_with('}') {
            rest = branch(rest, front, leaves).trim_start();
            rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
        }
        return rest.strip_prefix('}').unwrap_or("");
    }
    let end = code.find(|c| !in_word(c) && c != '*').unwrap_or(code.len());
    let path = format!("{front}{}", &code[..end]);
    let goes_on = |rest: &&str| rest.starts_with(|c| in_word(c) || c == '{' || c == '*');
    match code[end..].strip_prefix("::").filter(goes_on) {
        Some(rest) => branch(rest, &format!("{path}::"), leaves),
        None if end == 0 => "", // not a use tree: nothing more to learn here
        None => {
            leaves.push(path);
            let rest = code[end..].trim_start();
            rest.strip_prefix("as ").map_or(rest, |renamed| renamed.trim_start_matches(in_word))
        }
    }
}

/// Rust with comments blanked, and with [`Reads::Code`] what stands in quotes too; every line stays where it was.
fn strip(text: &str, reads: Reads) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(c) = rest.chars().next() {
        let raw = rest.strip_prefix('r').map(|r| r.len() - r.trim_start_matches('#').len());
        let raw =
            raw.filter(|n| rest[1 + n..].starts_with('"') && !out.ends_with(|c| in_word(c) && c != 'b'));
        let (taken, keep) = match (c, raw) {
            ('/', _) if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), false),
            ('/', _) if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |i| i + 2), false),
            (_, Some(hashes)) => {
                let close = format!("\"{}", "#".repeat(hashes));
                let end = rest[2 + hashes..].find(&close).map(|i| i + 2 + hashes + close.len());
                (end.unwrap_or(rest.len()), reads == Reads::Quoted)
            }
            ('"', _) => (quoted(rest, '"'), reads == Reads::Quoted),
            // A quote that closes after one character or an escape; else it is a lifetime.
            ('\'', _) if rest[1..].starts_with('\\') || rest.chars().nth(2) == Some('\'') => {
                (quoted(rest, '\''), false)
            }
            _ => (c.len_utf8(), true),
        };
        let (piece, after) = rest.split_at(taken);
        if keep {
            out.push_str(piece);
        } else {
            out.extend(piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        }
        rest = after;
    }
    out
}

/// The length of a quoted piece with its quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let close = text.char_indices().skip(1).find(|(_, c)| {
        let found = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        found
    });
    close.map_or(text.len(), |(i, c)| i + c.len_utf8())
}

/// Every file of the tree a person writes; not what is built, fetched, or another tool's.
fn collect(root: &Path, folder: &str, tree: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && (!name.starts_with('.') || name == ".cargo") && name != "target" && path != "data"
        {
            collect(root, &path, tree)?;
        } else if kind.is_file() && [".rs", ".slint", ".toml", ".sql"].iter().any(|e| name.ends_with(e)) {
            tree.push(Source { text: fs::read_to_string(entry.path())?, path });
        }
    }
    Ok(())
}
