//! Appointments from a CSV file: the first line names the columns; all of them come in or none.

use crate::cli::verify::existing;
use crate::cli::{Args, Failure, complain, say};
use front_desk::rules::appointments::{BookingForm, understand};
use front_desk::rules::{Author, Stamp};
use front_desk::station::{Booked, book, system_clock};
use std::path::Path;
use std::process::ExitCode;

/// The largest file that is read, bytes.
const LARGEST: u64 = 4 << 20;
/// Lines of one file, at most.
const LINES: usize = 5_000;

/// The columns, by the words in the first line; the last three may be missing.
const COLUMNS: [&str; 9] = ["姓名", "手机", "房号", "来意", "日期", "从", "到", "同行", "车牌"];
/// How many of them must be there.
const NEEDED: usize = 7;

pub(super) fn run(args: &Args, file: &Path) -> Result<ExitCode, Failure> {
    let config = args.load()?;
    let (forms, mut complaints) = read(file)?;
    let stamp = Stamp { now: system_clock(config.house.offset)(), author: Author::Operator };
    let wrong = |(line, form): &(usize, BookingForm)| {
        understand(form, &config.house, &stamp).err().map(|refusal| (*line, refusal.to_string()))
    };
    complaints.extend(forms.iter().filter_map(wrong));
    if !complaints.is_empty() {
        complaints.sort();
        for (line, what) in &complaints {
            complain(&format!("{}:{line}: {what}", file.display()));
        }
        complain(&format!("有 {} 处不对，一条也没有导入", complaints.len()));
        return Ok(ExitCode::from(1));
    }
    let house = config.house.clone();
    let made: Vec<Booked> = existing(&config)?
        .write(stamp, move |tx| forms.iter().map(|(_, form)| book(tx, form, &house)).collect())?;
    for booked in &made {
        say(&format!(
            "{} {} {} {} 预约码 {}",
            booked.label, booked.name, booked.unit, booked.when, booked.code
        ));
    }
    say(&format!("导入了 {} 个预约", made.len()));
    Ok(ExitCode::SUCCESS)
}

/// Numbered lines as typed, and what is wrong with the file itself.
type Read = (Vec<(usize, BookingForm)>, Vec<(usize, String)>);

fn read(file: &Path) -> Result<Read, Failure> {
    if std::fs::metadata(file)?.len() > LARGEST {
        return Err(format!("{} 太大，最多 4 MB", file.display()).into());
    }
    let bytes = std::fs::read(file)?;
    // A spreadsheet of a Chinese Windows saves GBK; UTF-8 is tried first because it cannot be taken for anything else.
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text.trim_start_matches('\u{FEFF}').to_owned(),
        Err(_) => encoding_rs::GB18030.decode(&bytes).0.into_owned(),
    };
    let mut csv = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = csv.headers()?.clone();
    let place: Vec<Option<usize>> = COLUMNS.iter().map(|c| head.iter().position(|h| h == *c)).collect();
    let missing: Vec<&str> =
        COLUMNS.iter().zip(&place).take(NEEDED).filter(|(_, p)| p.is_none()).map(|(c, _)| *c).collect();
    if !missing.is_empty() {
        return Ok((Vec::new(), vec![(1, format!("第一行缺少列：{}", missing.join("、")))]));
    }
    let (mut forms, mut complaints) = (Vec::new(), Vec::new());
    for record in csv.records() {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                let line = e.position().map_or(0, |p| p.line());
                complaints.push((usize::try_from(line).unwrap_or(0), "读不懂这一行".to_owned()));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let line = usize::try_from(line).unwrap_or(0);
        if forms.len() >= LINES {
            complaints.push((line, format!("一次最多 {LINES} 行")));
            break;
        }
        let cell = |i: usize| {
            place[i].and_then(|at| record.get(at)).unwrap_or_default().chars().take(200).collect::<String>()
        };
        forms.push((
            line,
            BookingForm {
                name: cell(0),
                phone: cell(1),
                unit: cell(2),
                purpose: cell(3),
                day: cell(4),
                from: cell(5),
                to: cell(6),
                companions: cell(7),
                plate: cell(8),
                host: String::new(),
            },
        ));
    }
    Ok((forms, complaints))
}
