//! Importing lists that the estate keeps elsewhere. Every complaint with its line at once; nothing half-imported.

mod appointments;

use super::verify::existing;
use super::{Args, Failure, complain, say};
use clap::Subcommand;
use front_desk::rules::households::{self, Line};
use front_desk::rules::{Author, Stamp};
use front_desk::station::{import_households, system_clock};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Which list.
#[derive(Subcommand)]
pub(super) enum List {
    /// Appointments: 姓名,手机,房号,来意,日期,从,到,同行,车牌; the first line names the columns
    Appointments {
        /// A CSV file in UTF-8, or in GB 18030 as spreadsheets save it
        file: PathBuf,
    },
    /// Households: unit, name, telephone. A unit that the file names has exactly the households of the file afterwards
    Households {
        /// A CSV file in UTF-8, with or without headings
        file: PathBuf,
    },
}

pub(super) fn run(args: &Args, list: &List) -> Result<ExitCode, Failure> {
    let file = match list {
        List::Appointments { file } => return appointments::run(args, file),
        List::Households { file } => file,
    };
    let config = args.load()?;
    let store = existing(&config)?;
    let households = match households::read(&lines(file)?, &config.house.estate) {
        Ok(households) => households,
        Err(bad) => {
            for line in &bad {
                complain(&format!("{}:{}: {}", file.display(), line.line, line.what));
            }
            return Err(format!("{} 处有误，没有导入任何住户", bad.len()).into());
        }
    };
    let stamp = Stamp { now: system_clock(config.house.offset)(), author: Author::Operator };
    let done = import_households(&store, stamp, households)?;
    say(&format!("住户：新增 {}，改名 {}，不变 {}，移除 {}", done.new, done.renamed, done.same, done.gone));
    Ok(ExitCode::SUCCESS)
}

/// The lines of a CSV file with their numbers; a mark of byte order is passed over.
fn lines(file: &Path) -> Result<Vec<Line>, Failure> {
    let name = |e: &dyn std::fmt::Display| format!("{}: {e}", file.display());
    let bytes = std::fs::read(file).map_err(|e| name(&e))?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text);
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| match e.position() {
            Some(at) => format!("{}:{}: 不是 UTF-8 的 CSV，请另存为“CSV UTF-8”", file.display(), at.line()),
            None => name(&e),
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        lines.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(lines)
}
