//! What the pages show, as plain data; one file a face. No page asks the store; no view knows a widget.

mod bench;
mod board;
mod desk;
mod guard;
mod help;
mod kiosk;
mod notice;
mod printer;
mod progress;
mod slips;
mod staff;
mod visits;

pub use bench::BenchView;
pub use board::{BoardView, CalledRow, VisitorWord, WaitingRow};
pub use desk::{DeskView, RequestDetail, RequestRow, TicketRow, VisitorWaits};
pub use guard::{GuardView, VisitRow};
pub use help::{AlarmRow, HelpStage, HelpView};
pub use kiosk::{Ahead, CardStage, Done, DoneKind, KioskView, PrintState, ServiceRow};
pub(in crate::station) use notice::Told;
pub use notice::{FaultKind, Notice};
pub use printer::PrinterView;
pub use progress::{AlikeRow, ProgressView, RateState, StepRow, UrgeState};
pub use slips::{SlipRow, SlipsView};
pub use staff::{StaffSheet, StaffStage};
pub use visits::{Booked, VisitsPanel};

use crate::devices::{PrinterHealth, ReaderHealth};
use chrono::NaiveDate;
use std::sync::Arc;

/// Everything every face shows. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Shown on every face.
    pub station: Arc<StationView>,
    /// The kiosk.
    pub kiosk: Arc<KioskView>,
    /// The reception desk.
    pub desk: Arc<DeskView>,
    /// The guard's post.
    pub guard: Arc<GuardView>,
    /// Now serving.
    pub board: Arc<BoardView>,
    /// The bench, where a device is a simulator.
    pub bench: Arc<BenchView>,
}

/// Shown on every face.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StationView {
    /// This station's name.
    pub name: String,
    /// The estate's name.
    pub estate: String,
    /// `09:41`.
    pub clock: String,
    /// Today.
    pub date: NaiveDate,
    /// How the card reader is.
    pub reader: ReaderHealth,
    /// How the printer is.
    pub printer: PrinterHealth,
    /// The reader is a simulator: every face says so.
    pub reader_simulated: bool,
    /// The printer is a simulator: every face says so.
    pub printer_simulated: bool,
    /// Slips that wait for paper; those that wait for staff are counted apart.
    pub slips_waiting: usize,
    /// Why nothing can be kept just now; none where all is well.
    pub closed: Option<FaultKind>,
    /// The last day that was opened, while the clock says one that is not believed.
    pub doubted: Option<NaiveDate>,
}
