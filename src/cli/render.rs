//! ESC/POS bytes to a picture of the paper.

use super::{Failure, complain};
use front_desk::devices::paper_face;
use receipt_printer::{Image, Profile, paper};
use std::io::{Read, Write};
use std::process::ExitCode;

/// The most bytes taken: no slip is longer, and a stream without end is none.
const MOST: u64 = 4 << 20;

/// Reads standard input, writes one PNG with all sheets below each other. Bytes nobody knows are a finding.
pub(super) fn run() -> Result<ExitCode, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MOST).read_to_end(&mut bytes)?;
    let sheets = paper::read(&bytes, &Profile::default());
    let face = paper_face()?;
    let images: Vec<Image> = sheets.iter().map(|sheet| sheet.image(&face)).collect();
    let Some(png) = stack(images).map(|image| image.to_png()).transpose()? else {
        complain("没有可打印的内容");
        return Ok(ExitCode::from(1));
    };
    std::io::stdout().write_all(&png)?;
    let unknown: usize = sheets.iter().map(|sheet| sheet.unknown).sum();
    if unknown > 0 {
        complain(&format!("{unknown} 个字节无法识别"));
    }
    Ok(ExitCode::from(u8::from(unknown > 0)))
}

/// All sheets are as wide as the paper.
fn stack(images: Vec<Image>) -> Option<Image> {
    images.into_iter().reduce(|mut all, next| {
        all.height += next.height;
        all.dots.extend(next.dots);
        all
    })
}
