//! The printer's own news, and putting one to work: reports that reach the page at once, the commissioning page.

use crate::bed::{Bed, shipped};
use front_desk::config::Config;
use front_desk::devices::{Place, PrinterHealth, PrinterNews, PrinterOrder, TestPrint, Wake, test_preview};
use front_desk::station::{DeskIntent, DeskPanel, Event, PrinterIntent};
use receipt_printer::Level;
use receipt_printer::sim::listen;
use receipt_printer::transport::tcp::Tcp;

/// Lets the printer's thread follow until nothing wakes it any more.
fn settle(bed: &mut Bed) {
    let woken = (0..20).take_while(|_| bed.woken()).count();
    assert!(woken < 20, "it is woken for ever");
}

/// What is done to the printer, and how it is then.
const CHANGES: [(&str, PrinterHealth); 7] = [
    ("paper low", PrinterHealth::PaperLow),
    ("paper out", PrinterHealth::PaperOut),
    ("cover open", PrinterHealth::CoverOpen),
    ("cover close", PrinterHealth::PaperOut),
    ("paper in", PrinterHealth::Ready),
    ("cutter stuck", PrinterHealth::Jammed),
    ("cutter free", PrinterHealth::Ready),
];

/// No clock moves and nobody asks: what reaches the page was reported, and each change is a few turns of two loops. So the
/// time from the printer's word to the page is that of the work itself; the driver's bench has it in figures.
#[test]
fn what_changes_at_the_printer_is_on_the_page_without_being_asked_for() {
    let mut bed = Bed::new();
    bed.feed.printer.ask();
    settle(&mut bed);
    assert_eq!(bed.view().station.printer, PrinterHealth::Ready);
    let pulled = [("unplug", PrinterHealth::Gone), ("plug", PrinterHealth::Ready)];
    for (line, health) in CHANGES.into_iter().chain(pulled) {
        bed.sim.obey(line.parse().unwrap());
        settle(&mut bed);
        assert_eq!(bed.view().station.printer, health, "after {line}");
    }
}

/// The same over a network line: the test never asks, and waits for nothing but the printer's own word.
#[test]
fn a_network_printer_is_heard_on_the_page_without_being_asked() {
    let mut listening = None;
    let mut bed = Bed::far(|sim| {
        let line = listening.insert(listen("127.0.0.1:0", sim.clone()).unwrap());
        Place::Tcp(Tcp::new(line.address().to_string()).kept())
    });
    bed.feed.printer.ask();
    for (line, health) in CHANGES {
        bed.sim.obey(line.parse().unwrap());
        while bed.view().station.printer != health {
            assert!(bed.woken_within(std::time::Duration::from_secs(20)), "{line}: nobody told");
        }
    }
}

#[test]
fn a_slip_that_waits_for_paper_comes_out_with_the_paper_and_not_a_second_later() {
    let mut bed = Bed::new();
    bed.feed.printer.ask();
    bed.sim.paper_out();
    bed.take("fees");
    settle(&mut bed);
    assert_eq!(bed.sim.take_sheets().len(), 0);
    bed.sim.load_paper();
    // Who put it in looks at the page now, and the slip lasts a second: the page is told first.
    let (stamp, told) = (bed.stamp(), std::cell::RefCell::new(Vec::new()));
    let wake = Wake::Called { slip: false, news: true };
    let tell = |event: Event| told.borrow_mut().push(event);
    bed.feed.turn(wake, &bed.store, &bed.ends.printer.orders, || stamp, &tell);
    let told = told.into_inner();
    assert!(matches!(told[0], Event::Printer(PrinterHealth::Ready)), "{:?}", told.len());
    assert!(told.iter().any(|e| matches!(e, Event::Slip(_))));
    told.into_iter().for_each(|event| drop(bed.tell(event)));
    settle(&mut bed);
    assert_eq!(bed.sim.take_sheets().len(), 1);
    assert_eq!(bed.view().station.slips_waiting, 0);
}

#[test]
fn the_page_shows_the_bytes_as_they_are_and_what_they_mean() {
    let mut bed = Bed::new();
    bed.desk(DeskIntent::Open(DeskPanel::Printer));
    bed.feed.printer.ask();
    settle(&mut bed);
    let page = |bed: &Bed| bed.view().desk.printer.clone().unwrap();
    assert_eq!((page(&bed).port.as_str(), page(&bed).profile.as_str()), ("sim", "generic-80mm"));
    assert_eq!(page(&bed).raw.bytes, [Some(0x12); 4]);
    bed.sim.open_cover();
    settle(&mut bed);
    let raw = page(&bed).raw;
    assert_eq!(raw.bytes[1], Some(0x16));
    let cover = raw.senses.iter().find(|(name, ..)| *name == "cover_open").unwrap();
    assert_eq!(*cover, ("cover_open", 2, 0x04, Some(true)));
    bed.desk(DeskIntent::Open(DeskPanel::Requests));
    assert_eq!(bed.view().desk.printer, None, "only what is open is read");
}

#[test]
fn a_printer_is_probed_and_tested_from_the_page() {
    let mut bed = Bed::new();
    bed.desk(DeskIntent::Open(DeskPanel::Printer));
    assert!(bed.ends.look.try_recv().is_ok(), "opening it looks for printers");
    assert!(bed.view().desk.printer.as_ref().unwrap().looking);
    bed.tell(Event::Printers(PrinterNews::Found(Vec::new())));
    bed.desk(DeskIntent::Printer(PrinterIntent::Probe));
    assert!(bed.view().desk.printer.as_ref().unwrap().asking);
    settle(&mut bed);
    let page = bed.view().desk.printer.clone().unwrap();
    let answers = page.answers.unwrap().unwrap();
    assert!(!page.asking && answers.confirms && answers.reports && answers.status);
    assert_eq!((answers.level, answers.in_use), (Level::ProcessId, Level::Status));
    assert_eq!(answers.names, "sim Front Desk sim");

    bed.desk(DeskIntent::Printer(PrinterIntent::TestPage));
    settle(&mut bed);
    assert_eq!(bed.view().desk.printer.as_ref().unwrap().test, Some(TestPrint::Printed(Level::Status)));
    let sheets = bed.sim.take_sheets();
    assert!(sheets.len() == 1 && sheets[0].grid().contains("打印机测试页"));
    assert_eq!(bed.view().station.slips_waiting, 0, "it is no slip of the outbox");

    bed.sim.paper_out();
    bed.desk(DeskIntent::Printer(PrinterIntent::TestPage));
    bed.desk(DeskIntent::Printer(PrinterIntent::Probe));
    settle(&mut bed);
    let page = bed.view().desk.printer.clone().unwrap();
    assert_eq!(page.test, Some(TestPrint::NotSent(PrinterHealth::PaperOut)));
    assert_eq!(page.answers, Some(None), "a printer without paper is not probed");
    bed.sim.load_paper();
    settle(&mut bed);
    assert_eq!(bed.sim.take_sheets().len(), 0, "and nothing of it follows");
}

/// The page's picture is of the very bytes: the same sheet that comes out.
#[test]
fn the_preview_is_the_paper() {
    let mut bed = Bed::new();
    let profile = Config::load(&shipped()).unwrap().profile;
    let preview = test_preview(&profile).unwrap();
    bed.feed.printer.obey(PrinterOrder::TestPage);
    let sheet = bed.sim.take_sheets().remove(0);
    let image = sheet.image(&front_desk::devices::paper_face().unwrap());
    assert_eq!((preview.width as usize, preview.height as usize), (image.width, image.height));
    assert_eq!(preview.rgba, image.rgba());
}
