//! Shows any ESC/POS bytes as a printer of the generic family would print them:
//! `cargo run -p receipt-printer --example render -- FONT.ttf FOLDER < BYTES`. Prints the text grids and the count of
//! bytes that are no command this crate knows; writes one PNG a sheet.

use std::error::Error;
use std::io::Read;
use std::path::PathBuf;

use receipt_printer::{Face, Profile, paper};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1);
    let (Some(font), Some(folder)) = (args.next(), args.next().map(PathBuf::from)) else {
        return Err("usage: render FONT.ttf FOLDER < BYTES".into());
    };
    let face = Face::from_bytes(std::fs::read(font)?)?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(16 << 20).read_to_end(&mut bytes)?;
    std::fs::create_dir_all(&folder)?;
    for (i, sheet) in paper::read(&bytes, &Profile::default()).iter().enumerate() {
        std::fs::write(folder.join(format!("sheet-{}.png", i + 1)), sheet.image(&face).to_png()?)?;
        println!("{}-- sheet {}, {} unknown bytes", sheet.grid(), i + 1, sheet.unknown);
    }
    Ok(())
}
