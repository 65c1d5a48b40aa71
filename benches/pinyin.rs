//! What the touch keyboard costs and how good it is: the first key of a program's life, a key later on, and how many common
//! names and estate words stand on the first row. `cargo bench --no-default-features --bench pinyin`

use front_desk::pinyin::{Mode, Typing};
use std::time::{Duration, Instant};

/// Letters and what is meant, by section; names are common surnames × common given names.
const LIST: &str = include_str!("../src/pinyin/tests/first_row.txt");
/// Candidates beside each other on an upright kiosk, and the page that the targets were set for.
const ROWS: [usize; 3] = [1, 6, 8];

fn section(name: &str) -> Vec<(&'static str, &'static str)> {
    let lines = LIST.lines().filter(|l| !l.starts_with('#'));
    let after = lines.skip_while(|l| *l != format!("[{name}]")).skip(1);
    after.map_while(|l| l.split_once(' ')).collect()
}

/// Types the letters; how long each key took, and what stands there.
fn typed(mode: Mode, letters: &str, times: &mut Vec<Duration>) -> Vec<String> {
    let mut typing = Typing::new(mode);
    for letter in letters.chars() {
        let begun = Instant::now();
        typing.key(letter);
        std::hint::black_box(typing.candidates(0, 8));
        times.push(begun.elapsed());
    }
    typing.candidates(0, typing.count())
}

fn main() {
    let begun = Instant::now();
    std::hint::black_box(typed(Mode::Name, "z", &mut Vec::new()));
    println!("first key of a program's life  {:>8.2} ms   (target 30)", ms(begun.elapsed()));
    let mut times = Vec::new();
    for (title, mode, name) in [("names", Mode::Name, "names"), ("estate words", Mode::Text, "estate")] {
        let lines = section(name);
        let found: Vec<Option<usize>> = lines
            .iter()
            .map(|(letters, text)| typed(mode, letters, &mut times).iter().position(|c| c == text))
            .collect();
        for row in ROWS {
            let on_row = found.iter().flatten().filter(|place| **place < row).count();
            println!(
                "{title:<14} among the first {row}  {on_row:>4} of {} ({:.1} %)",
                lines.len(),
                percent(on_row, lines.len())
            );
        }
    }
    times.sort();
    let at = |share: usize| ms(times[(times.len() - 1) * share / 100]);
    println!(
        "a key, {} keys: median {:.3} ms · p99 {:.3} ms · worst {:.3} ms   (target 2)",
        times.len(),
        at(50),
        at(99),
        at(100)
    );
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.
}

fn percent(part: usize, of: usize) -> f64 {
    part as f64 * 100. / of as f64
}
