//! Which printers are on USB, what keeps each from being opened, and how the first one is, until it is told to stop:
//! `cargo run -p receipt-printer --features usb --example usb`. Prints no paper. With `VENDOR:PRODUCT[@PORT]`
//! (`04b8:0202@1-1.4`) it watches that device, also one that shows a vendor class.

use std::error::Error;
use std::time::{Duration, Instant};

use receipt_printer::transport::usb::{Find, Usb};
use receipt_printer::{Level, Printer, Profile, Status};

fn main() -> Result<(), Box<dyn Error>> {
    let find = match std::env::args().nth(1) {
        Some(text) => parse(&text).ok_or("usage: usb [VENDOR:PRODUCT[@PORT]]")?,
        None => Find::Any,
    };
    for found in Usb::list()? {
        let said = found.id.or(found.problem).unwrap_or_else(|| "it says nothing about itself".to_owned());
        println!("{}: {said}", found.find);
    }
    // Echo turns the printer's own reports on; nothing is printed, so nothing is confirmed.
    let mut printer = Printer::new(Usb::new(find), Profile { confirm: Level::Echo, ..Profile::default() });
    let mut shown = String::new();
    loop {
        let now = match printer.status() {
            Status::Gone => format!("gone, {:?}", printer.absence()),
            status => format!("{status:?}, raw {:02x?}", printer.raw()),
        };
        if shown != now {
            println!("{}: {now}", printer.place());
            shown = now;
        }
        // Until it reports something, is pulled or plugged in; a system that tells nothing is asked every second.
        let begin = Instant::now();
        if printer.watch(Duration::from_secs(30)).is_none() && begin.elapsed() < Duration::from_secs(1) {
            std::thread::sleep(Duration::from_secs(1));
        }
    }
}

fn parse(text: &str) -> Option<Find> {
    let (ids, port) = match text.split_once('@') {
        Some((ids, port)) => (ids, Some(port.to_owned())),
        None => (text, None),
    };
    let (vendor, product) = ids.split_once(':')?;
    let id = |hex| u16::from_str_radix(hex, 16).ok();
    Some(Find::Device { vendor: id(vendor)?, product: id(product)?, port })
}
