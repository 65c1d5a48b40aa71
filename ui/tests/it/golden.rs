//! Each page as a small picture that was looked at: a change nobody meant is seen. `BLESS=1 cargo test -p ui --test it golden`
//! renews the pictures; look at them before they are kept. A failure leaves was, is and difference beside each other in
//! the target folder.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use slint::{ComponentHandle, PlatformError, Rgba8Pixel, SharedPixelBuffer};
use ui::headless;
use ui::{BoardWindow, DeskWindow, GuardWindow, KioskWindow};

use crate::faces::SCENES;
use crate::staff::{BOARD, DESK, GUARD};

const WAYS: [(&str, f32, f32); 2] = [("portrait", 1080., 1920.), ("landscape", 1920., 1080.)];
/// So many pixels a side become one: the folder stays small, and a word is still many pixels.
const SHRINK: u32 = 4;
/// A channel may differ by so much, and so many of a million pixels by more: rounding on another processor, not a word.
const TOLERANCE: u8 = 24;
const PER_MILLION: usize = 500;

/// A small picture: width, and three bytes a pixel.
#[derive(PartialEq)]
struct Small {
    width: u32,
    rgb: Vec<u8>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn shrink(shot: &SharedPixelBuffer<Rgba8Pixel>) -> Small {
    let (width, height) = (shot.width() / SHRINK, shot.height() / SHRINK);
    let pixels = shot.as_slice();
    let mut rgb = Vec::with_capacity((width * height * 3) as usize);
    for (row, column) in (0..height).flat_map(|row| (0..width).map(move |column| (row, column))) {
        let mut sums = [0_u32; 3];
        for (y, x) in (0..SHRINK).flat_map(|y| (0..SHRINK).map(move |x| (y, x))) {
            let pixel = pixels[((row * SHRINK + y) * shot.width() + column * SHRINK + x) as usize];
            sums.iter_mut()
                .zip([pixel.r, pixel.g, pixel.b])
                .for_each(|(sum, value)| *sum += u32::from(value));
        }
        // Five bits a channel pack better and are as much as the tolerance lets through.
        rgb.extend(sums.map(|sum| (sum / (SHRINK * SHRINK)) as u8 & 0xf8));
    }
    Small { width, rgb }
}

fn write(path: &Path, small: &Small) {
    let height = small.rgb.len() as u32 / 3 / small.width;
    let mut encoder = png::Encoder::new(File::create(path).unwrap(), small.width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(&small.rgb).unwrap();
}

fn read(path: &Path) -> Option<Small> {
    let mut reader = png::Decoder::new(BufReader::new(File::open(path).ok()?)).read_info().unwrap();
    let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
    let width = reader.next_frame(&mut rgb).unwrap().width;
    Some(Small { width, rgb })
}

/// How many pixels differ by more than the tolerance; all of them where the size is another.
fn differing(was: &Small, is: &Small) -> usize {
    if was.width != is.width || was.rgb.len() != is.rgb.len() {
        return is.rgb.len() / 3;
    }
    let pairs = was.rgb.chunks(3).zip(is.rgb.chunks(3));
    pairs.filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > TOLERANCE)).count()
}

/// Was, is, and where they differ, beside each other.
fn keep(name: &str, was: &Small, is: &Small) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}.png"));
    let row = is.width as usize * 3;
    let mut rgb = Vec::new();
    for (was, is) in was.rgb.chunks(row).zip(is.rgb.chunks(row)) {
        rgb.extend_from_slice(was);
        rgb.extend_from_slice(is);
        rgb.extend(was.iter().zip(is).map(|(a, b)| 255 - a.abs_diff(*b)));
    }
    write(&path, &Small { width: is.width * 3, rgb });
    path
}

/// Every page's name and picture.
fn pictures() -> Vec<(String, Small)> {
    let mut drawn = Vec::new();
    for (way, width, height) in WAYS {
        let scenes =
            SCENES.iter().map(|(scene, set)| (scene, draw(KioskWindow::new(), [width, height], *set)));
        drawn.extend(scenes.map(|(scene, is)| (format!("{way} {scene}"), is)));
    }
    let desk = DESK.iter().map(|(scene, set)| (scene, draw(DeskWindow::new(), [1366., 768.], *set)));
    let guard = GUARD.iter().map(|(scene, set)| (scene, draw(GuardWindow::new(), [1280., 800.], *set)));
    let board = BOARD.iter().map(|(scene, set)| (scene, draw(BoardWindow::new(), [1920., 1080.], *set)));
    drawn.extend(desk.chain(guard).chain(board).map(|(scene, is)| ((*scene).into(), is)));
    drawn.into_iter().map(|(name, is): (String, _)| (name.replace(' ', "-"), is)).collect()
}

fn draw<W: ComponentHandle>(
    window: Result<W, PlatformError>,
    [width, height]: [f32; 2],
    set: fn(&W),
) -> Small {
    let window = window.unwrap();
    headless::open(&window, width, height).unwrap();
    set(&window);
    headless::settle();
    let small = shrink(&window.window().take_snapshot().unwrap());
    window.hide().unwrap();
    small
}

#[test]
fn pages_look_as_they_did_when_somebody_looked() {
    headless::init();
    let bless = std::env::var_os("BLESS").is_some();
    if !bless && !folder().exists() {
        return println!("nobody has looked at the pages yet: BLESS=1 draws them");
    }
    fs::create_dir_all(folder()).unwrap();
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    for (name, is) in pictures() {
        let path = folder().join(format!("{name}.png"));
        let was = read(&path).filter(|_| !bless);
        match &was {
            _ if bless => write(&path, &is),
            None => found.push(format!("{name}: no picture yet")),
            Some(was) => {
                let (differ, all) = (differing(was, &is), is.rgb.len() / 3);
                if differ * 1_000_000 > all * PER_MILLION {
                    found.push(format!(
                        "{name}: {differ} of {all} pixels, see {}",
                        keep(&name, was, &is).display()
                    ));
                }
            }
        }
        known.insert(format!("{name}.png"));
    }
    for entry in fs::read_dir(folder()).unwrap() {
        let entry = entry.unwrap();
        if !known.contains(entry.file_name().to_str().unwrap_or_default()) {
            match bless {
                true => fs::remove_file(entry.path()).unwrap(),
                false => found.push(format!("{}: no such page", entry.path().display())),
            }
        }
    }
    assert!(found.is_empty(), "{} differ; BLESS=1 keeps them:\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_word_that_is_gone_is_seen() {
    let picture = |ink: u8| {
        let mut rgb = vec![240; 270 * 480 * 3];
        // A word of two small hanzi: 46 × 23 pixels, a sixteenth of that here.
        for pixel in (0..6).flat_map(|y| (0..12).map(move |x| (100 + y) * 270 + 100 + x)) {
            rgb[pixel * 3] = ink;
        }
        Small { width: 270, rgb }
    };
    let all = 270 * 480;
    let differ = differing(&picture(240), &picture(120));
    assert!(differ * 1_000_000 > all * PER_MILLION, "{differ} of {all}");
    assert_eq!(differing(&picture(240), &picture(240 - TOLERANCE)), 0);
}
