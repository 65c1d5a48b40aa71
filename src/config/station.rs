//! `station.toml`: this station's name, faces, devices and data folder.

use super::section::{Complaints, Document};
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What a window of this station is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// The touchscreen in the lobby.
    Kiosk,
    /// The reception desk.
    Desk,
    /// The guard's post.
    Guard,
    /// Now serving.
    Board,
}

impl Face {
    /// All faces, in the order of the manual.
    pub const ALL: [Face; 4] = [Face::Kiosk, Face::Desk, Face::Guard, Face::Board];

    /// As written in the config and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Face::Kiosk => "kiosk",
            Face::Desk => "desk",
            Face::Guard => "guard",
            Face::Board => "board",
        }
    }

    /// The face of this name.
    pub fn parse(code: &str) -> Option<Face> {
        Face::ALL.into_iter().find(|f| f.code() == code)
    }
}

/// Where the card reader is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReaderPort {
    /// The simulator, at the far end of a pty.
    Sim,
    /// A serial port.
    Serial(PathBuf),
}

/// How a printer on a serial line holds the station back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// By its ready line.
    Ready,
    /// By XON and XOFF.
    Xon,
    /// Not at all.
    None,
}

/// Where the receipt printer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrinterPort {
    /// The simulator, at the far end of the same bytes.
    Sim,
    /// The first receipt printer on the USB, or the one of these ids and, where several share them, at this place.
    Usb(Option<UsbPlace>),
    /// A network printer of this station alone; port 9100 is usual. Its line is kept, and it is heard. An address and no
    /// name: looking a name up has no bound, and the printer's thread would wait for it.
    Tcp(SocketAddr),
    /// A network printer that other stations print on too: a line for each slip and each question.
    TcpShared(SocketAddr),
    /// A printer on a serial line.
    Serial {
        /// The port.
        path: PathBuf,
        /// Bits a second.
        baud: u32,
        /// How it holds the station back; by its ready line where nothing is said.
        flow: Flow,
    },
}

/// Which printer on the USB: vendor and product, and bus and ports as the kernel writes them (`1-1.4`).
pub type UsbPlace = (u16, u16, Option<String>);

impl PrinterPort {
    /// As written in `station.toml`.
    fn parse(text: &str) -> Option<PrinterPort> {
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        match (kind, rest) {
            ("sim", "") => Some(PrinterPort::Sim),
            ("usb", "") => Some(PrinterPort::Usb(None)),
            ("usb", rest) => {
                let mut parts = rest.splitn(3, ':');
                let mut id = || u16::from_str_radix(parts.next()?, 16).ok();
                let (vendor, product) = (id()?, id()?);
                Some(PrinterPort::Usb(Some((vendor, product, parts.next().map(str::to_owned)))))
            }
            ("tcp", rest) => rest.parse().ok().map(PrinterPort::Tcp),
            ("tcp-shared", rest) => rest.parse().ok().map(PrinterPort::TcpShared),
            ("serial", rest) => {
                let last = rest.rsplit_once(':');
                let named = last.and_then(|(rest, word)| Some((rest, flow_named(word)?)));
                let (rest, flow) = named.unwrap_or((rest, Flow::Ready));
                let (path, baud) = rest.rsplit_once(':')?;
                Some(PrinterPort::Serial { path: path.into(), baud: baud.parse().ok()?, flow })
            }
            _ => None,
        }
    }
}

/// The words of `station.toml` for how a printer on a serial line holds the station back.
const FLOWS: [(&str, Flow); 3] = [("rtscts", Flow::Ready), ("xonxoff", Flow::Xon), ("none", Flow::None)];

fn flow_named(word: &str) -> Option<Flow> {
    FLOWS.into_iter().find(|(name, _)| *name == word).map(|(_, flow)| flow)
}

/// As written in `station.toml`.
impl fmt::Display for PrinterPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PrinterPort::Sim => write!(f, "sim"),
            PrinterPort::Usb(None) => write!(f, "usb"),
            PrinterPort::Usb(Some((vendor, product, None))) => write!(f, "usb:{vendor:04x}:{product:04x}"),
            PrinterPort::Usb(Some((vendor, product, Some(place)))) => {
                write!(f, "usb:{vendor:04x}:{product:04x}:{place}")
            }
            PrinterPort::Tcp(address) => write!(f, "tcp:{address}"),
            PrinterPort::TcpShared(address) => write!(f, "tcp-shared:{address}"),
            PrinterPort::Serial { path, baud, flow } => {
                write!(f, "serial:{}:{baud}", path.display())?;
                let said = FLOWS.iter().find(|(_, each)| each == flow && *flow != Flow::Ready);
                said.map_or(Ok(()), |(name, _)| write!(f, ":{name}"))
            }
        }
    }
}

/// This station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationConfig {
    /// Its name, shown in the faces' headers.
    pub name: String,
    /// Windows it opens.
    pub faces: Vec<Face>,
    /// Where the database and the keys are; relative to the folder the program is started in.
    pub data: PathBuf,
    /// The card reader.
    pub reader: ReaderPort,
    /// The receipt printer.
    pub printer: PrinterPort,
    /// The program, with its arguments, that plays a call for help from its standard input; empty: there is no sound.
    pub bell: Vec<String>,
    /// The printer's profile, a file of `config/printers/`.
    pub profile: String,
    /// Seconds after which a kiosk page without a touch is cleared.
    pub idle_seconds: u32,
    /// The same for the page of a visitor about whom the household is asked.
    pub wait_seconds: u32,
    /// Seconds without a touch after which home becomes the screen-saver; 0: never.
    pub rest_seconds: u32,
    /// The kiosk's window fills the screen and nobody but staff gets out of it.
    pub locked: bool,
}

impl StationConfig {
    /// Whether a device of this station is a simulator.
    pub fn simulates(&self) -> bool {
        self.reader == ReaderPort::Sim || self.printer == PrinterPort::Sim
    }
}

pub(super) fn read(doc: &Document, complaints: &mut Complaints) -> StationConfig {
    doc.read(complaints, |root| {
        let faces = root.list("faces", " kiosk、desk、guard、board 之一", Face::parse);
        if faces.is_empty() {
            root.refuse("faces", "至少要有一个");
        }
        let reader = root.section("reader", |s| match s.text("port").as_str() {
            "sim" => ReaderPort::Sim,
            port => ReaderPort::Serial(port.into()),
        });
        let printer = root.section("printer", |s| {
            let port = s.parsed(
                "port",
                " sim、usb、usb:04b8:0202、tcp:IP地址:端口、tcp-shared:IP地址:端口 或 serial:端口:波特率[:rtscts|xonxoff|none]",
                PrinterPort::parse,
            );
            (port.unwrap_or(PrinterPort::Sim), s.text("profile"))
        });
        let bell = root.has("bell").then(|| {
            root.section("bell", |s| s.list("play", "程序和参数", |word| Some(word.to_owned())))
        });
        let (printer, profile) = printer.unwrap_or((PrinterPort::Sim, String::new()));
        StationConfig {
            name: root.text("name"),
            faces,
            data: root.text_or("data", "data").into(),
            reader: reader.unwrap_or(ReaderPort::Sim),
            printer,
            bell: bell.flatten().unwrap_or_default(),
            profile,
            idle_seconds: root.number("idle_seconds", 10, 600),
            wait_seconds: root.number_or("wait_seconds", 300, 30, 3_600),
            rest_seconds: root.number_or("rest_seconds", 180, 0, 86_400),
            locked: root.flag_or("locked", false),
        }
    })
}
