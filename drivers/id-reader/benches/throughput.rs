//! Plain figures: `cargo bench -p id-reader`. How fast bytes become frames and fields, against the floor of copying
//! them; and how long a card takes on the simulator beyond what wire, module and poll take by themselves.

use std::hint::black_box;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use id_reader::command::{Baud, base_text};
use id_reader::frame::{Found, Parser, encode};
use id_reader::sim::{self, ModuleOptions, SimOptions, SimReader};
use id_reader::{Card, Health, News, Reader, Settings};

fn main() {
    parsing();
    for baud in [Baud::B115200, Baud::B9600] {
        delivery(baud, if baud == Baud::B115200 { 30 } else { 5 });
    }
}

/// The quickest of 20 runs of `work`.
fn best(mut work: impl FnMut()) -> Duration {
    let run = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..20).map(|_| run(&mut work)).min().unwrap_or_default()
}

fn rate(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / time.as_secs_f64() / 1e6
}

fn parsing() {
    let Some(card) = sim::card("R1") else { return };
    let payload = [&[0, 0, 0x90, 1, 0, 4, 0][..], &card.text(), card.photo()].concat();
    let frames: Vec<u8> = std::iter::repeat_n(encode(&payload), 1000).flatten().collect();
    let mut copy = vec![0; frames.len()];
    let floor = best(|| black_box(&mut copy).copy_from_slice(black_box(&frames)));
    let mut parser = Parser::answers();
    let mut found = 0;
    let parsed = best(|| {
        found = 0;
        for piece in frames.chunks(512) {
            let mut rest = piece;
            while !rest.is_empty() {
                rest = rest.get(parser.push(rest)..).unwrap_or_default();
                while let Some(one) = parser.next() {
                    found += usize::from(matches!(one, Found::Frame(_)));
                }
            }
        }
    });
    let junk: Vec<u8> =
        (0..frames.len()).map(|at| if at % 7 < 3 { 0xAA } else { (at * 31 % 251) as u8 }).collect();
    let mut parser = Parser::answers();
    let noisy = best(|| {
        let mut rest = junk.as_slice();
        while !rest.is_empty() {
            rest = rest.get(parser.push(rest)..).unwrap_or_default();
            while let Some(one) = parser.next() {
                black_box(one);
            }
        }
    });
    let data = payload.get(3..).unwrap_or_default();
    let fields = best(|| {
        for _ in 0..1000 {
            black_box(base_text(black_box(data)).map(Card::parse).is_some());
        }
    });
    println!("frames found            {found} of 1000");
    println!("copying (floor)         {:10.0} MB/s", rate(frames.len(), floor));
    println!(
        "frames parsed           {:10.0} MB/s, {:.0} frames/s, {:.1} x the floor",
        rate(frames.len(), parsed),
        1000.0 / parsed.as_secs_f64(),
        parsed.as_secs_f64() / floor.as_secs_f64()
    );
    println!("junk full of AA passed  {:10.0} MB/s", rate(junk.len(), noisy));
    println!("text to fields          {:10.2} us a card", fields.as_secs_f64() * 1e3);
}

/// From "found" announced to fields delivered, without the module's own delays and without the wire.
fn delivery(baud: Baud, rounds: usize) {
    let module = ModuleOptions { baud, ..ModuleOptions::default() };
    let Ok(simulator) = SimReader::start(SimOptions { module, link: None }) else { return };
    let mut reader = Reader::new(Settings {
        same_card: Duration::ZERO, // every round is announced
        ..Settings::new(simulator.path())
    });
    let (sender, news) = sync_channel(64);
    let (stop, stopped) = sync_channel::<()>(1);
    let thread = std::thread::spawn(move || {
        while stopped.try_recv().is_err() {
            if let Some(news) = reader.step(true) {
                let _ = sender.send((Instant::now(), news));
            }
        }
    });
    let await_news = |pick: fn(&News) -> bool| loop {
        match news.recv_timeout(Duration::from_secs(30)) {
            Ok((at, one)) if pick(&one) => break Some(at),
            Ok(_) => {}
            Err(_) => break None,
        }
    };
    await_news(|news| matches!(news, News::Health(Health::Ready)));
    let mut over = Vec::new();
    for round in 0..rounds {
        let Some(card) = sim::card(if round % 2 == 0 { "R1" } else { "R2" }) else { break };
        simulator.place(card);
        let Some(reading) = await_news(|news| matches!(news, News::Reading | News::Card(_))) else { break };
        let Some(card) = await_news(|news| matches!(news, News::Card(_))) else { break };
        // The two answers (a pty takes no time for the requests), and the module's own times as it says them itself.
        let wire = [19, 1295].into_iter().map(|bytes| baud.wire_time(bytes)).sum::<Duration>();
        let thought = simulator.with(|module, _| module.thought_last());
        over.push((card - reading).saturating_sub(wire + thought));
        simulator.remove();
        std::thread::sleep(Duration::from_millis(1100));
    }
    over.sort();
    let at = |share: usize| over.get((over.len() * share / 100).min(over.len().saturating_sub(1)));
    let wire = baud.wire_time(1295);
    println!(
        "{} baud: announced to delivered, beyond wire ({wire:.1?} for the answer) and module: median {:.1?}, worst {:.1?} of {}",
        baud.rate(),
        at(50).copied().unwrap_or_default(),
        over.last().copied().unwrap_or_default(),
        over.len()
    );
    let _ = stop.send(());
    let _ = thread.join();
}
