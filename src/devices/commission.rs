//! Putting a printer to work: which ones there are and who may open them, what the chosen one answers, what its status
//! bytes mean, a test page and its picture. For the desk's page and for the doctor; nothing here is needed to print.

use super::bench::Picture;
use super::health::PrinterHealth;
use super::printer::paper_face;
use receipt_printer::profile::{Ask, Level, propose};
use receipt_printer::status::Reading;
use receipt_printer::transport::usb::{Find, Found, Usb};
use receipt_printer::{Absence, Face, Profile, encode, paper, test_page};
use std::sync::Arc;

/// The shipped profiles by the names of their files.
pub type Families = Arc<Vec<(String, Profile)>>;

/// What staff asks of the printer itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrinterOrder {
    /// What it can do.
    Probe,
    /// The test page.
    TestPage,
}

/// What became known about printers.
#[derive(Clone, Debug, PartialEq)]
pub enum PrinterNews {
    /// The printers of this machine.
    Found(Vec<FoundPrinter>),
    /// How the test page looks on the chosen profile's paper.
    Preview(Arc<Picture>),
    /// The status bytes, whenever they change.
    Bytes(RawStatus),
    /// What the printer answered; none where it could not be asked.
    Answers(Option<Answers>),
    /// How the test page ended.
    Test(TestPrint),
}

/// Whether a printer may be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It may.
    Open,
    /// The user of this program may not.
    NotPermitted,
    /// Another program holds it.
    Held,
    /// Something else is wrong with it.
    Fault,
    /// It may be opened, and it is no receipt printer: an office printer, or a port with something else on it.
    Stranger,
}

/// A printer, or a port one may be at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPrinter {
    /// What to write as `printer.port` in `station.toml`.
    pub port: String,
    /// What it calls itself, for people.
    pub what: String,
    /// Whether it may be opened.
    pub access: Access,
    /// The file of the profile that is proposed for it, by its name.
    pub profile: Option<String>,
}

/// The last status bytes and what they mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawStatus {
    /// The four bytes; none where no answer came.
    pub bytes: [Option<u8>; 4],
    /// Whether they answer DLE EOT 20 and not DLE EOT 1 to 4.
    pub custom: bool,
    /// Condition, byte (1 to 4), mask, and whether it holds; by the profile.
    pub senses: Vec<(&'static str, u8, u8, Option<bool>)>,
}

impl RawStatus {
    pub(super) fn of(reading: Reading, profile: &Profile) -> RawStatus {
        let senses = reading.sensed(&profile.status).into_iter();
        RawStatus {
            bytes: reading.0,
            custom: profile.ask == Ask::DleEot20,
            senses: senses.map(|(name, bit, holds)| (name, bit.byte, bit.mask, holds)).collect(),
        }
    }
}

/// What a printer answered when it was asked what it can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Maker and model, as it names them.
    pub names: String,
    /// It tells its status when asked (DLE EOT).
    pub status: bool,
    /// It reports by itself (GS a).
    pub reports: bool,
    /// It names each slip it has printed (GS ( H).
    pub confirms: bool,
    /// The strongest proof it can give.
    pub level: Level,
    /// The proof that the profile in use asks for.
    pub in_use: Level,
    /// The file of the profile that is proposed for it.
    pub profile: Option<String>,
}

/// How the test page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestPrint {
    /// It came out, and this is how well that is proved.
    Printed(Level),
    /// Not one byte was sent.
    NotSent(PrinterHealth),
    /// It may have come out.
    Unknown(PrinterHealth),
}

/// Looks for printers on the USB and for serial ports. Takes up to some seconds: not for a thread that others wait for.
/// Nothing is claimed, and a printer in use is not disturbed.
pub fn find_printers(families: &Families) -> Vec<FoundPrinter> {
    let usb = Usb::list().unwrap_or_default();
    let mut all: Vec<FoundPrinter> = usb.into_iter().map(|found| on_usb(found, families)).collect();
    all.extend(id_reader::ports::list().into_iter().map(|port| FoundPrinter {
        port: format!("serial:{}:115200", port.stable.as_ref().unwrap_or(&port.path).display()),
        what: format!("{} {}", port.path.display(), port.what).trim_end().to_owned(),
        access: if port.permitted { Access::Stranger } else { Access::NotPermitted },
        profile: None,
    }));
    all
}

fn on_usb(found: Found, families: &Families) -> FoundPrinter {
    let access = match found.absence {
        None if found.speaks_escpos() => Access::Open,
        None => Access::Stranger,
        Some(Absence::NotPermitted) => Access::NotPermitted,
        Some(Absence::Busy) => Access::Held,
        Some(_) => Access::Fault,
    };
    let said = found.id.unwrap_or_default();
    let what = [field(&said, &["MFG", "MANUFACTURER"]), field(&said, &["MDL", "MODEL"])].join(" ");
    let port = match &found.find {
        Find::Device { vendor, product, port } => {
            let place = port.as_ref().map(|p| format!(":{p}")).unwrap_or_default();
            format!("usb:{vendor:04x}:{product:04x}{place}")
        }
        Find::Any => "usb".to_owned(),
    };
    let what = if what.trim().is_empty() { found.find.to_string() } else { what.trim().to_owned() };
    FoundPrinter { port, what, access, profile: proposed(families, &said) }
}

/// A field of a 1284 id.
fn field(id: &str, keys: &[&str]) -> String {
    let fields = id.split(';').filter_map(|f| f.split_once(':'));
    let mut named = fields.filter(|(key, _)| keys.contains(&key.trim().to_ascii_uppercase().as_str()));
    named.next().map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// The file of the profile for a printer that says this of itself.
pub(super) fn proposed(families: &Families, said: &str) -> Option<String> {
    let found = propose(families.iter().map(|(_, profile)| profile), said)?;
    families.iter().find(|(_, profile)| std::ptr::eq(profile, found)).map(|(file, _)| file.clone())
}

/// The test page as bytes, the very ones that are sent.
pub(super) fn test_bytes(profile: &Profile, face: Option<&Face>) -> Vec<u8> {
    encode(&test_page(profile), profile, face).bytes
}

/// How the test page looks: a picture made from the bytes that would be sent.
pub fn test_preview(profile: &Profile) -> Option<Picture> {
    let face = paper_face().ok()?;
    let sheets = paper::read(&test_bytes(profile, Some(&face)), profile);
    Some(Picture::of(&sheets.first()?.image(&face)))
}
