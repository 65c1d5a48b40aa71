//! The driver on a real pty, opened as any serial port: rates, faults, unplugging. Waits are for events.

use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, atomic::AtomicBool, atomic::Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use id_reader::sim::{self, Fault, ModuleOptions, SimOptions, SimReader};
use id_reader::{Baud, Card, Health, News, Reader, Settings};

/// A reader in its own thread, as a station has it.
struct Driver {
    news: Receiver<News>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Reader>>,
}

impl Driver {
    fn start(sim: &SimReader) -> Driver {
        let mut reader = Reader::new(Settings::new(sim.path()));
        let (sender, news) = sync_channel(64);
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::Acquire) {
                if let Some(news) = reader.step(true) {
                    let _ = sender.send(news);
                }
            }
            reader
        });
        Driver { news, stop, thread: Some(thread) }
    }

    fn until<T>(&self, seconds: u64, pick: impl Fn(News) -> Option<T>) -> T {
        let end = Instant::now() + Duration::from_secs(seconds);
        loop {
            match self.news.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(news) => {
                    if let Some(found) = pick(news) {
                        return found;
                    }
                }
                Err(RecvTimeoutError::Timeout) => panic!("nothing in {seconds} s"),
                Err(RecvTimeoutError::Disconnected) => panic!("the reader's thread ended"),
            }
        }
    }

    fn ready(&self) {
        self.health(Health::Ready);
    }

    fn health(&self, health: Health) {
        self.until(15, |news| matches!(news, News::Health(now) if now == health).then_some(()));
    }

    fn card(&self) -> Card {
        self.until(15, crate::help::card)
    }

    fn stop(mut self) -> Reader {
        self.stop.store(true, Ordering::Release);
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Driver {
    /// A reader left running would open the next pty that gets the same number.
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn sim(baud: Baud, fast: bool) -> SimReader {
    let module = ModuleOptions { baud, fast, ..ModuleOptions::default() };
    SimReader::start(SimOptions { module, link: None }).unwrap()
}

#[test]
fn a_card_is_read_over_a_pty_at_its_pace() {
    let sim = sim(Baud::B115200, false);
    let driver = Driver::start(&sim);
    driver.ready();
    let placed = Instant::now();
    sim.place(sim::card("R1").unwrap());
    driver.until(5, |news| matches!(news, News::Reading).then_some(()));
    assert_eq!(driver.card().name(), "测试甲");
    // find 40, select 60, read ≥ 550, and 1,339 bytes on the wire.
    assert!(placed.elapsed() >= Duration::from_millis(40 + 60 + 550 + 112));
    let reader = driver.stop();
    assert_eq!(reader.baud(), Some(Baud::B115200));
}

#[test]
fn the_rate_the_driver_set_is_seen_and_found() {
    let sim = sim(Baud::B19200, true);
    sim.place(sim::card("Y").unwrap());
    let driver = Driver::start(&sim);
    assert_eq!(driver.card().number().full(), "911840199001010026");
    let reader = driver.stop();
    assert_eq!(reader.baud(), Some(Baud::B19200));
    assert_eq!(reader.sam_number().unwrap().to_string(), "05.03-20240101-1234567890-0123456789");
}

#[test]
fn a_reader_unplugged_and_put_back_under_another_path_is_found_by_its_link() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("reader");
    let module = ModuleOptions { fast: true, ..ModuleOptions::default() };
    let sim = SimReader::start(SimOptions { module, link: Some(link.clone()) }).unwrap();
    assert_eq!(sim.path(), link);
    let driver = Driver::start(&sim);
    driver.ready();
    let before = link.read_link().unwrap();
    // Holding the old path open makes sure that the next pty gets another one.
    let _held = std::fs::File::open(&before);
    sim.unplug();
    driver.health(Health::NoPort);
    assert!(!link.exists());
    sim.plug();
    driver.ready();
    assert_ne!(link.read_link().unwrap(), before);
    sim.place(sim::card("R2").unwrap());
    assert_eq!(driver.card().name(), "示例·测试乙");
    driver.stop();
    drop(sim);
    assert!(link.symlink_metadata().is_err(), "the link is removed");
}

#[test]
fn unplugged_in_the_middle_of_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let module = ModuleOptions::default();
    let link = Some(folder.path().join("reader"));
    let sim = SimReader::start(SimOptions { module, link }).unwrap();
    let driver = Driver::start(&sim);
    driver.ready();
    sim.fault(Fault::Unplug(300, Some(Duration::from_millis(300))));
    sim.place(sim::card("J").unwrap());
    driver.health(Health::NoPort);
    assert_eq!(driver.card().name(), "测试戊");
}

#[test]
fn the_drivers_port_is_its_own() {
    let sim = sim(Baud::B115200, true);
    let driver = Driver::start(&sim);
    driver.ready();
    let second = Driver::start(&sim);
    second.health(Health::Busy);
    second.stop();
    driver.stop();
}

#[test]
fn faults_on_a_pty() {
    let sim = sim(Baud::B115200, true);
    let driver = Driver::start(&sim);
    driver.ready();
    let faults = [Fault::LostAa, Fault::Noise, Fault::Pieces, Fault::WrongCheck, Fault::Truncated];
    for (fault, label) in faults.into_iter().zip(["R1", "R2", "I", "Y", "J"]) {
        let expected = sim::card(label).unwrap();
        sim.fault(fault);
        sim.place(expected.clone());
        let card = driver.card();
        assert_eq!(card.number(), Card::parse(&expected.text()).unwrap().number(), "{label}");
    }
}

#[test]
fn a_thousand_starts_and_stops_leave_nothing_behind() {
    let count = || std::fs::read_dir("/proc/self/task").unwrap().count();
    let open = || std::fs::read_dir("/proc/self/fd").unwrap().count();
    let (threads, files) = (count(), open());
    for _ in 0..1000 {
        let sim = sim(Baud::B115200, true);
        assert!(sim.path().exists());
    }
    // Other tests run beside this one and have threads and files of their own.
    assert!(count() <= threads + 40 && open() <= files + 100);
}
