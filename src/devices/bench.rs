//! The bench: the simulators of a station that is configured to run on them, steered by lines of text.

use super::printer::paper_face;
use id_reader::sim::{Control, FAULTS, SimReader, cards};
use receipt_printer::sim::{Command, SimPrinter};
use receipt_printer::{Face, Image, Sheet};
use std::sync::{Arc, Mutex, PoisonError};

/// The simulators; both are absent on a station with real devices.
#[derive(Default)]
pub struct Bench {
    reader: Option<SimReader>,
    printer: Option<SimPrinter>,
    paper: Arc<Mutex<Paper>>,
    face: Option<Face>,
}

/// The last slip that came out, and its picture once somebody has looked at it.
#[derive(Default)]
struct Paper {
    sheet: Option<Sheet>,
    picture: Option<Arc<Picture>>,
}

/// A picture of paper.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Four bytes a pixel: red, green, blue, opaque.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}×{})", self.width, self.height)
    }
}

impl Picture {
    /// The picture of a sheet.
    pub(super) fn of(image: &Image) -> Picture {
        let side = |n: usize| u32::try_from(n).unwrap_or(0);
        Picture { width: side(image.width), height: side(image.height), rgba: image.rgba() }
    }

    /// Half as wide and high, four dots to a pixel: pages show paper smaller than its dots, and a dot left out is a stroke
    /// lost.
    #[must_use]
    pub fn halved(&self) -> Picture {
        let (width, height) = (self.width / 2, self.height / 2);
        let dot = |x: u32, y: u32, channel: u32| {
            let at = usize::try_from((y * self.width + x) * 4 + channel).unwrap_or(usize::MAX);
            self.rgba.get(at).copied().map_or(0, u32::from)
        };
        let mut rgba = Vec::with_capacity(self.rgba.len() / 4);
        for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (2 * x, 2 * y))) {
            rgba.extend((0..4).map(|c| {
                let sum = dot(x, y, c) + dot(x + 1, y, c) + dot(x, y + 1, c) + dot(x + 1, y + 1, c);
                u8::try_from(sum / 4).unwrap_or(u8::MAX)
            }));
        }
        Picture { width, height, rgba }
    }
}

impl Bench {
    /// A bench with the simulators there are.
    pub fn new(reader: Option<SimReader>, printer: Option<SimPrinter>) -> Bench {
        let paper = Arc::new(Mutex::new(Paper::default()));
        if let Some(printer) = &printer {
            let tray = paper.clone();
            printer.on_sheet(move |sheet| {
                let fresh = Paper { sheet: Some(sheet.clone()), picture: None };
                *tray.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
            });
        }
        Bench { reader, printer, paper, face: paper_face().ok() }
    }

    /// Whether the reader is a simulator.
    pub fn reader_simulated(&self) -> bool {
        self.reader.is_some()
    }

    /// Whether the printer is a simulator.
    pub fn printer_simulated(&self) -> bool {
        self.printer.is_some()
    }

    /// Labels of the synthetic cards.
    pub fn cards(&self) -> Vec<String> {
        let label = |card: &id_reader::sim::SimCard| card.label().to_owned();
        if self.reader_simulated() { cards().iter().map(label).collect() } else { Vec::new() }
    }

    /// Names of what can go wrong with the next read.
    pub fn faults(&self) -> Vec<String> {
        if self.reader_simulated() { FAULTS.iter().map(ToString::to_string).collect() } else { Vec::new() }
    }

    /// A line for the reader: `place R1`, `remove`, `unplug`, `fault noise`, …; the answer is for whoever typed it.
    pub fn steer_reader(&self, line: &str) -> String {
        match (&self.reader, Control::parse(line)) {
            (Some(reader), Ok(control)) => reader.apply(control),
            (Some(_), Err(e)) => e.to_string(),
            (None, _) => "the reader is not a simulator".into(),
        }
    }

    /// A line for the printer: `paper out`, `cover open`, `unplug`, …; the answer is for whoever typed it.
    pub fn steer_printer(&self, line: &str) -> String {
        match (&self.printer, line.parse::<Command>()) {
            (Some(printer), Ok(command)) => printer.obey(command),
            (Some(_), Err(e)) => e.to_string(),
            (None, _) => "the printer is not a simulator".into(),
        }
    }

    /// A picture of the last slip that came out, drawn once.
    pub fn paper(&self) -> Option<Arc<Picture>> {
        let mut paper = self.paper.lock().unwrap_or_else(PoisonError::into_inner);
        if paper.picture.is_none() {
            let image = paper.sheet.as_ref()?.image(self.face.as_ref()?);
            paper.picture = Some(Arc::new(Picture::of(&image)));
        }
        paper.picture.clone()
    }
}
