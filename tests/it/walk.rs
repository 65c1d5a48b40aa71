//! The running station, all threads: from the bytes of a card over a pty to the bytes of a pass at the printer.

use crate::bed::{START, request, shipped, still, visit};
use front_desk::config::{Config, Face, PrinterPort};
use front_desk::devices::{CardTrouble, PrinterHealth, ReaderHealth};
use front_desk::station::{
    BenchIntent, CardStage, DoneKind, Intent, KioskIntent, KioskPage, PrintState, Running, View, start,
};
use front_desk::store::Store;
use receipt_printer::sim::{Listening, SimPrinter, listen};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

struct Walk {
    running: Running,
    runtime: tokio::runtime::Runtime,
    _folder: Arc<TempDir>,
}

impl Walk {
    fn new() -> Walk {
        Walk::within(&Arc::new(tempfile::tempdir().unwrap()), true, |_| {})
    }

    /// A station on this data folder; `bench`: it has the simulators.
    fn within(folder: &Arc<TempDir>, bench: bool, change: impl FnOnce(&mut Config)) -> Walk {
        let mut config = Config::load(&shipped()).unwrap();
        config.station.data = folder.path().to_owned();
        change(&mut config);
        let store = Store::open(folder.path(), config.house.offset).unwrap();
        let running = start(config, store, still(START), bench).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Walk { running, runtime, _folder: folder.clone() }
    }

    /// Waits for a view that fits, 20 s at most: the reader is a real driver on a real pty.
    fn until(&self, what: &str, fits: impl Fn(&View) -> bool) -> View {
        let mut views = self.running.views();
        let waiting = async { views.wait_for(|v| fits(v)).await.unwrap().clone() };
        let found =
            self.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(20), waiting).await });
        found.unwrap_or_else(|_| panic!("{what}: {:?}", self.running.views().borrow()))
    }

    fn kiosk(&self, intent: KioskIntent) {
        assert!(self.running.send(Intent::Kiosk(intent)));
    }

    fn open(&self, page: KioskPage) -> uuid::Uuid {
        self.kiosk(KioskIntent::Open(page));
        self.until("the page", |v| v.kiosk.page == page).kiosk.key
    }

    fn bench(&self, intent: BenchIntent) {
        assert!(self.running.send(Intent::Bench(intent)));
    }
}

#[test]
fn card_to_visit_to_pass_over_real_bytes() {
    let walk = Walk::new();
    walk.until("the reader", |v| v.station.reader == ReaderHealth::Ready);
    let view = walk.until("the printer", |v| v.station.printer == PrinterHealth::Ready);
    assert!(view.station.reader_simulated && view.station.printer_simulated, "a simulator is never silent");
    let key = walk.open(KioskPage::Visit);
    walk.kiosk(KioskIntent::Agree);
    walk.bench(BenchIntent::Reader("fault noise 3".into()));
    walk.bench(BenchIntent::Reader("place R1".into()));
    let view = walk.until("the card", |v| matches!(v.kiosk.card, CardStage::Read { .. }));
    let CardStage::Read { name, number } = &view.kiosk.card else { panic!() };
    assert_eq!((name.reveal(), number.as_str()), ("测试甲", "1****************1"));
    walk.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    let view =
        walk.until("the pass", |v| v.kiosk.done.as_ref().is_some_and(|d| d.print == PrintState::Printed));
    assert_eq!(view.guard.visits[0].name, "测*甲");
    assert!(walk.until("the paper", |v| v.bench.paper.is_some()).bench.paper.is_some());
}

#[test]
fn a_card_with_a_wrong_check_digit_is_told_and_by_hand_it_goes_on() {
    let walk = Walk::new();
    let key = walk.open(KioskPage::Visit);
    walk.kiosk(KioskIntent::Agree);
    walk.bench(BenchIntent::Reader("place bad-check".into()));
    let refused = CardStage::Trouble(CardTrouble::NotThisCard);
    walk.until("the word for it", |v| v.kiosk.card == refused);
    walk.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    walk.until("the pass", |v| v.kiosk.done.is_some());
}

#[test]
fn whatever_is_wrong_with_the_printer_the_number_stands_and_the_slip_comes_by_itself() {
    let troubles = [
        ("paper out", PrinterHealth::PaperOut, "paper in"),
        ("cover open", PrinterHealth::CoverOpen, "cover close"),
        ("cutter stuck", PrinterHealth::Jammed, "cutter free"),
        ("unplug", PrinterHealth::Gone, "plug"),
    ];
    for (trouble, health, mended) in troubles {
        let walk = Walk::new();
        walk.bench(BenchIntent::Printer(trouble.into()));
        walk.until(trouble, |v| v.station.printer == health);
        let key = walk.open(KioskPage::Request);
        walk.kiosk(KioskIntent::LogRequest { key, form: request() });
        let waits = |state| move |v: &View| v.kiosk.done.as_ref().is_some_and(|d| d.print == state);
        let view = walk.until("the number on the screen", waits(PrintState::Waiting));
        let done = view.kiosk.done.as_ref().unwrap();
        assert!(
            matches!(&done.kind, DoneKind::Receipt { label, .. } if label == "R20261121-001"),
            "{trouble}"
        );
        assert!(done.qr.starts_with("FDR"), "the code to show instead of the paper");
        assert_eq!((view.station.slips_waiting, view.desk.in_doubt), (1, 0), "{trouble}");
        walk.bench(BenchIntent::Printer(mended.into()));
        // The printer's own report and the slip's end arrive each by itself, in any order.
        walk.until("the receipt, and all is well again", |v| {
            waits(PrintState::Printed)(v)
                && v.station.slips_waiting == 0
                && v.station.printer == PrinterHealth::Ready
        });
    }
}

/// A printer on the network of the shipped family.
fn far_printer() -> (SimPrinter, Listening) {
    let far = SimPrinter::new(Config::load(&shipped()).unwrap().profile);
    let listening = listen("127.0.0.1:0", far.clone()).unwrap();
    (far, listening)
}

#[test]
fn a_ticket_reaches_a_printer_on_the_network() {
    let (far, listening) = far_printer();
    let walk = Walk::within(&Arc::new(tempfile::tempdir().unwrap()), true, |config| {
        config.station.printer = PrinterPort::Tcp(listening.address());
    });
    let key = walk.open(KioskPage::Number);
    walk.kiosk(KioskIntent::TakeNumber { key, service: "fees".into() });
    let view =
        walk.until("the ticket", |v| v.kiosk.done.as_ref().is_some_and(|d| d.print == PrintState::Printed));
    assert!(!view.station.printer_simulated, "what is configured is a printer, so nothing says sim");
    let sheets = far.take_sheets();
    assert_eq!((sheets.len(), sheets[0].unknown), (1, 0));
    assert!(sheets[0].grid().contains("A001"), "{}", sheets[0].grid());
}

#[test]
fn a_desk_beside_the_kiosk_shows_its_devices_and_takes_the_printer_over() {
    let (far, listening) = far_printer();
    let network = |config: &mut Config| {
        config.station.printer = PrinterPort::Tcp(listening.address());
    };
    // The desk is started first: the reader waits for the kiosk all the same, the printer does not.
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let desk = Walk::within(&folder, false, |config| {
        network(config);
        config.station.faces = vec![Face::Desk];
    });
    desk.until("its printer", |v| v.station.printer == PrinterHealth::Ready);
    let kiosk = Walk::within(&folder, true, network);
    let devices = |v: &View| (v.station.reader, v.station.printer);
    let well = (ReaderHealth::Ready, PrinterHealth::Ready);
    kiosk.until("its reader, and the desk's printer", |v| devices(v) == well);
    desk.until("the kiosk's reader", |v| devices(v) == well);
    far.obey("paper out".parse().unwrap());
    kiosk.until("the desk's printer has no paper", |v| v.station.printer == PrinterHealth::PaperOut);
    kiosk.bench(BenchIntent::Reader("unplug".into()));
    desk.until("the kiosk's reader is gone", |v| v.station.reader == ReaderHealth::Absent);
    let key = kiosk.open(KioskPage::Number);
    kiosk.kiosk(KioskIntent::TakeNumber { key, service: "fees".into() });
    kiosk.until("the number without paper", |v| v.kiosk.done.is_some());
    drop(desk);
    far.obey("paper in".parse().unwrap());
    kiosk.until("the kiosk prints itself now", |v| {
        v.station.printer == PrinterHealth::Ready
            && v.kiosk.done.as_ref().is_some_and(|d| d.print == PrintState::Printed)
    });
    let sheets = far.take_sheets();
    assert_eq!(sheets.len(), 1);
    assert!(sheets[0].grid().contains("A001"), "{}", sheets[0].grid());
}
