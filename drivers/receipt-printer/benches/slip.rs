//! How long a slip takes to become bytes and bytes a picture, beside the targets. `cargo bench -p receipt-printer`;
//! with FONT=path of a TrueType font it also times the picture.

use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use receipt_printer::sim::{SimPrinter, listen};
#[cfg(unix)]
use receipt_printer::transport::serial::{Flow, Serial};
use receipt_printer::transport::tcp::Tcp;
use receipt_printer::{Face, Item, Printer, Profile, Status, Style, encode, paper};
#[cfg(unix)]
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

fn ticket() -> Vec<Item> {
    vec![
        Item::styled("示例花园物业服务中心", Style::center().tall()),
        Item::Rule,
        Item::styled("业主服务", Style::center().size(2)),
        Item::styled("A001", Style::center().size(8).bold()),
        Item::pair("前面还有", "3 位"),
        Item::pair("取号时间", "2026-11-21 09:30"),
        Item::text("请备好：身份证、门禁卡，在休息区等候叫号。"),
        Item::Cut,
    ]
}

fn receipt() -> Vec<Item> {
    let mut items = ticket();
    items.pop();
    items.push(Item::pair("事由", "厨房水管漏水，已关总阀，请尽快上门查看并告知预计到达时间。".repeat(4)));
    items.push(Item::Qr {
        data: "https://estate.example/r/0007".into(),
        caption: Some("凭此码查询进度".into()),
    });
    items.push(Item::Cut);
    items
}

/// The middle of many runs, in milliseconds.
fn time(runs: usize, mut work: impl FnMut()) -> f64 {
    work();
    let mut all: Vec<f64> = (0..runs)
        .map(|_| {
            let begin = Instant::now();
            work();
            begin.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all[runs / 2]
}

fn main() {
    let profile = Profile::default();
    let font = std::env::var_os("FONT").unwrap_or_else(|| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/fonts/NotoSansSC-Regular.ttf").into()
    });
    let face = std::fs::read(font).ok().and_then(|bytes| Face::from_bytes(bytes).ok());
    println!("{:8} {:28} {:>10} {:>10}", "slip", "what", "measured", "target");
    for (name, items) in [("ticket", ticket()), ("receipt", receipt())] {
        let bytes = encode(&items, &profile, face.as_ref()).bytes;
        println!("{name:8} {:28} {:>8} B {:>8} B", "size", bytes.len(), 1024);
        let ms = time(2001, || {
            black_box(encode(black_box(&items), &profile, face.as_ref()));
        });
        println!("{name:8} {:28} {ms:>7.4} ms {:>7.4} ms", "items to bytes", 0.1);
        let ms = time(501, || {
            black_box(paper::read(black_box(&bytes), &profile));
        });
        println!("{name:8} {:28} {ms:>7.4} ms {:>10}", "bytes to sheets", "");
        let Some(face) = &face else { continue };
        let sheet = &paper::read(&bytes, &profile)[0];
        let ms = time(51, || {
            black_box(sheet.image(face));
        });
        println!("{name:8} {:28} {ms:>7.3} ms {:>7.3} ms", "sheet to picture", 20.0);
        let image = sheet.image(face);
        let ms = time(51, || {
            black_box(image.to_png()).ok();
        });
        println!("{name:8} {:28} {ms:>7.3} ms {:>10}", "picture to PNG", "");
    }
    news(&profile);
}

/// From a cover that is opened to the word that it is open, for an owner who sleeps until it is called and then asks:
/// in process, over a network line of its own, over a serial line.
fn news(profile: &Profile) {
    let sim = SimPrinter::new(profile.clone());
    changes("in process", &sim, Printer::new(sim.clone(), profile.clone()));
    let sim = SimPrinter::new(profile.clone());
    let Ok(listening) = listen("127.0.0.1:0", sim.clone()) else { return };
    let line = Tcp::new(listening.address().to_string()).kept();
    changes("over TCP", &sim, Printer::new(line, profile.clone()));
    #[cfg(unix)]
    {
        let sim = SimPrinter::new(profile.clone());
        if let Some(line) = serial(&sim) {
            changes("over a serial line", &sim, Printer::new(line, profile.clone()));
        }
    }
}

fn changes(way: &str, sim: &SimPrinter, mut printer: Printer) {
    let (ring, rung) = sync_channel(1);
    printer.on_news(Arc::new(move || {
        let _ = ring.try_send(());
    }));
    let mut heard = |want| {
        while printer.status() != want {
            let _ = rung.recv_timeout(Duration::from_secs(1));
            while printer.watch(Duration::ZERO).is_some() {}
        }
    };
    heard(Status::Ready);
    let mut all: Vec<f64> = (0..500)
        .map(|turn| {
            let begin = Instant::now();
            if turn % 2 == 0 {
                sim.open_cover();
                heard(Status::CoverOpen);
            } else {
                sim.close_cover();
                heard(Status::Ready);
            }
            begin.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    all.sort_by(f64::total_cmp);
    let (middle, worst) = (all[all.len() / 2], all[all.len() - 1]);
    let what = format!("changed to known, {way}");
    println!("{:8} {what:37} {middle:>7.3} ms (worst {worst:.3}) {:>7.0} ms", "status", 100.0);
}

/// A pseudo terminal with the simulated printer at its far end.
#[cfg(unix)]
fn serial(sim: &SimPrinter) -> Option<Serial> {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).ok()?;
    grantpt(&master).ok()?;
    unlockpt(&master).ok()?;
    let path = ptsname(&master, Vec::new()).ok()?.into_string().ok()?;
    let (mut to_host, mut from_host) = (File::from(master.try_clone().ok()?), File::from(master));
    let (mut hears, mut says) = (sim.transport().ok()?, sim.transport().ok()?);
    // Both threads end with the program.
    std::thread::spawn(move || {
        let mut buf = [0; 512];
        while let Ok(n @ 1..) = from_host.read(&mut buf) {
            if hears.write(&buf[..n], Duration::from_secs(1)).is_err() {
                return;
            }
        }
    });
    std::thread::spawn(move || {
        let mut buf = [0; 512];
        while let Ok(n) = says.read(&mut buf, Duration::from_secs(1)) {
            if to_host.write_all(&buf[..n]).is_err() {
                return;
            }
        }
    });
    Some(Serial::new(path, 115_200, Flow::Hardware))
}
