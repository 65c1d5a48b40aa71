//! The tour: the three main jobs on the simulators, through the real pages, without a display. A PNG of every page and
//! of every slip is left behind.

use super::{Args, Failure, say};
use crate::screens::{Faces, Wire};
use front_desk::config::{Face, PrinterPort, ReaderPort};
use front_desk::devices::{Picture, PrinterHealth, ReaderHealth};
use front_desk::rules::requests::{Mark, RequestAct, RequestForm, RequestState};
use front_desk::station::{
    BenchIntent, CardStage, DeskIntent, DeskPanel, GuardIntent, Intent, KioskIntent, KioskPage, PrintState,
    Running, View, start, system_clock,
};
use front_desk::store::Store;
use slint::ComponentHandle;
use slint::platform::Key;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tokio::runtime::Runtime;
use ui::headless;

/// How long the station may take for anything: the reader is a real driver at the speed of a real line.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running station, its faces without a display, and where the pictures go.
struct Tour {
    running: Running,
    wire: Wire,
    faces: Faces,
    runtime: Runtime,
    out: PathBuf,
    count: u32,
}

/// Walks the tour in a data folder of its own, which is thrown away.
pub(super) fn run(args: &Args, out: &Path) -> Result<ExitCode, Failure> {
    std::fs::create_dir_all(out)?;
    let mut config = args.load()?;
    config.station.faces = Face::ALL.to_vec();
    config.station.reader = ReaderPort::Sim;
    config.station.printer = PrinterPort::Sim;
    let folder = out.join(".data");
    config.station.data.clone_from(&folder);
    let _ = std::fs::remove_dir_all(&folder);
    let walked = walk(&config, &folder, out);
    std::fs::remove_dir_all(&folder)?;
    say(&format!("{} 张图片在 {}", walked?, out.display()));
    Ok(ExitCode::SUCCESS)
}

fn walk(config: &front_desk::config::Config, folder: &Path, out: &Path) -> Result<u32, Failure> {
    let store = Store::open(folder, config.house.offset)?;
    let clock = system_clock(config.house.offset);
    headless::init();
    let running = start(config.clone(), store, clock, true)?;
    let wire = Wire::new(running.sender());
    let faces = Faces::new(config, &wire, running.views(), true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let mut tour = Tour { running, wire, faces, runtime, out: out.to_owned(), count: 0 };
    tour.open()?;
    tour.visit()?;
    tour.request()?;
    tour.number()?;
    tour.staff()?;
    tour.slips()?;
    Ok(tour.count)
}

impl Tour {
    /// Lets the station come to a view that fits, and the pages follow.
    fn until(&mut self, what: &str, fits: impl Fn(&View) -> bool) -> Result<View, Failure> {
        let mut views = self.running.views();
        let waiting = async { views.wait_for(|v| fits(v)).await.map(|v| v.clone()) };
        let found = self.runtime.block_on(async { tokio::time::timeout(PATIENCE, waiting).await });
        self.faces.apply();
        headless::settle();
        Ok(found.map_err(|_| format!("等不到：{what}"))??)
    }

    fn tap(&self, label: &str) -> Result<(), Failure> {
        Ok(headless::tap(self.kiosk()?, label)?)
    }

    fn kiosk(&self) -> Result<&ui::KioskWindow, Failure> {
        Ok(&self.faces.kiosk.as_ref().ok_or("no kiosk")?.window)
    }

    fn shoot(&mut self, window: &impl ComponentHandle, name: &str) -> Result<(), Failure> {
        self.count += 1;
        headless::snapshot_to(window, &self.out.join(format!("{:02}-{name}.png", self.count)))?;
        Ok(())
    }

    fn shoot_kiosk(&mut self, name: &str) -> Result<(), Failure> {
        let window = self.kiosk()?.clone_strong();
        self.shoot(&window, name)
    }

    /// Waits until the slip of the job just done is in the tray, and keeps its picture.
    fn slip(&mut self, name: &str) -> Result<(), Failure> {
        let printed = |v: &View| v.kiosk.done.as_ref().is_some_and(|d| d.print == PrintState::Printed);
        let view = self.until("小票", printed)?;
        let paper = view.bench.paper.clone().ok_or("no paper")?;
        self.count += 1;
        std::fs::write(self.out.join(format!("{:02}-slip-{name}.png", self.count)), png(&paper)?)?;
        Ok(())
    }

    fn page(&mut self, page: KioskPage) -> Result<View, Failure> {
        self.until("页面", |v| v.kiosk.page == page)
    }

    /// All faces in the sizes they are made for.
    fn open(&mut self) -> Result<(), Failure> {
        headless::open(self.kiosk()?, 1080., 1920.)?;
        headless::open(&self.faces.desk.as_ref().ok_or("no desk")?.window, 1440., 900.)?;
        headless::open(self.faces.guard.as_ref().ok_or("no guard")?, 1366., 768.)?;
        headless::open(self.faces.board.as_ref().ok_or("no board")?, 1920., 1080.)?;
        headless::open(self.faces.bench.as_ref().ok_or("no bench")?, 1280., 800.)?;
        self.until("设备", |v| {
            v.station.reader == ReaderHealth::Ready && v.station.printer == PrinterHealth::Ready
        })?;
        self.shoot_kiosk("kiosk-home")
    }

    /// Job 1: a card on the reader, a pass in the hand.
    fn visit(&mut self) -> Result<(), Failure> {
        self.tap("访客登记")?;
        self.page(KioskPage::Visit)?;
        self.shoot_kiosk("visit-notice")?;
        self.tap("同意并继续")?;
        self.shoot_kiosk("visit-card")?;
        self.wire.send(Intent::Bench(BenchIntent::Reader("place R1".into())));
        self.until("证件", |v| matches!(v.kiosk.card, CardStage::Read { .. }))?;
        self.shoot_kiosk("visit-who")?;
        self.tap("下一步")?;
        self.unit("visit-unit")?;
        self.shoot_kiosk("visit-purpose")?;
        self.tap("亲友")?;
        self.tap("增加")?;
        self.shoot_kiosk("visit-party")?;
        self.tap("下一步")?;
        self.shoot_kiosk("visit-confirm")?;
        self.tap("确认登记")?;
        self.page(KioskPage::Done)?;
        self.slip("pass")?;
        self.shoot_kiosk("visit-done")?;
        self.wire.send(Intent::Bench(BenchIntent::Reader("remove".into())));
        self.home()
    }

    /// 3 栋 1 单元 502 室, tap by tap.
    fn unit(&mut self, name: &str) -> Result<(), Failure> {
        for key in ["3 栋", "1 单元", "5 层"] {
            self.tap(key)?;
        }
        self.shoot_kiosk(name)?;
        self.tap("502 室")
    }

    /// Job 2: what is wrong, a receipt in the hand.
    fn request(&mut self) -> Result<(), Failure> {
        self.tap("报修·投诉·建议")?;
        self.page(KioskPage::Request)?;
        self.shoot_kiosk("request-mark")?;
        self.tap("报修")?;
        self.shoot_kiosk("request-kind")?;
        self.tap("漏水")?;
        self.unit("request-unit")?;
        headless::type_text(self.kiosk()?, "13900001234");
        self.tap("怎么称呼")?;
        for key in ["c", "e", "s", "h", "i"] {
            self.tap(key)?;
        }
        self.shoot_kiosk("request-contact")?;
        self.tap("测试")?;
        self.tap("下一步")?;
        self.tap("水管漏水")?;
        self.shoot_kiosk("request-matter")?;
        self.tap("下一步")?;
        self.shoot_kiosk("request-wished")?;
        self.tap("工作日下午")?;
        self.shoot_kiosk("request-confirm")?;
        self.tap("提交")?;
        self.page(KioskPage::Done)?;
        self.slip("receipt")?;
        self.shoot_kiosk("request-done")?;
        self.tap("English")?;
        self.shoot_kiosk("request-done-in-english")?;
        self.tap("Done")?;
        self.page(KioskPage::Home)?; // in Chinese again, for the next person
        Ok(())
    }

    /// Job 3: a number, and a second one so that somebody waits.
    fn number(&mut self) -> Result<(), Failure> {
        for name in ["number", "number-second"] {
            self.tap("取号办事")?;
            self.page(KioskPage::Number)?;
            if name == "number" {
                self.shoot_kiosk("number")?;
            }
            self.tap("交物业费、水电费、停车费")?;
            self.page(KioskPage::Done)?;
            self.slip("ticket")?;
            self.shoot_kiosk(&format!("{name}-done"))?;
            self.home()?;
        }
        Ok(())
    }

    fn home(&mut self) -> Result<(), Failure> {
        self.tap("完成")?;
        self.page(KioskPage::Home)?;
        Ok(())
    }

    /// What the desk, the board and the guard see of it.
    fn staff(&mut self) -> Result<(), Failure> {
        let desk = self.faces.desk.as_ref().ok_or("no desk")?.window.clone_strong();
        headless::press_key(&desk, Key::F2);
        self.until("叫号", |v| v.desk.current.is_some() && v.board.called.len() == 1)?;
        self.shoot(&desk, "desk")?;
        let board = self.faces.board.as_ref().ok_or("no board")?.clone_strong();
        self.shoot(&board, "board")?;
        headless::press_key(&desk, Key::F6);
        self.until("办结", |v| v.desk.current.is_none())?;
        let guard = self.faces.guard.as_ref().ok_or("no guard")?.clone_strong();
        self.shoot(&guard, "guard")?;
        self.staff_slip("roll-call", Intent::Guard(GuardIntent::RollCall))?;
        headless::tap(&guard, "离开 V001")?;
        self.shoot(&guard, "guard-asks")?;
        headless::tap(&guard, "确认离开")?;
        self.until("离开", |v| v.guard.people_inside == 0)?;
        let bench = self.faces.bench.as_ref().ok_or("no bench")?.clone_strong();
        self.shoot(&bench, "bench")
    }
}

impl Tour {
    /// The slips of requests sent out, one of them to after-sales; and the desk's list of all.
    fn slips(&mut self) -> Result<(), Failure> {
        self.warranty()?;
        let view = self.until("来事", |v| v.desk.requests.len() >= 2)?;
        for request in &view.desk.requests {
            let name = if request.mark == Mark::Warranty { "return" } else { "dispatch" };
            let accepted = |v: &View| {
                v.desk.requests.iter().any(|r| r.id == request.id && r.state == RequestState::Accepted)
            };
            self.wire.send(Intent::Desk(DeskIntent::Request(request.id, RequestAct::Accept)));
            self.until("受理", accepted)?;
            self.staff_slip(name, Intent::Desk(DeskIntent::Dispatch(request.id, "工程部".into())))?;
        }
        self.wire.send(Intent::Desk(DeskIntent::Open(DeskPanel::Slips)));
        self.until("小票", |v| v.desk.slips.picture.is_some())?;
        let desk = self.faces.desk.as_ref().ok_or("no desk")?.window.clone_strong();
        self.shoot(&desk, "desk-slips")
    }

    /// Something left over from construction, logged without the pages: they were walked before.
    fn warranty(&mut self) -> Result<(), Failure> {
        self.wire.send(Intent::Kiosk(KioskIntent::Open(KioskPage::Request)));
        let key = self.page(KioskPage::Request)?.kiosk.key;
        let form = RequestForm {
            mark: Some(Mark::Warranty),
            unit: ["3", "1", "502"].map(Into::into),
            name: "测试".into(),
            phone: "13900001234".into(),
            matter: "主卧窗台渗水，下雨时更明显。".into(),
            ..RequestForm::default()
        };
        self.wire.send(Intent::Kiosk(KioskIntent::LogRequest { key, form }));
        self.until("受理单", |v| v.kiosk.done.as_ref().is_some_and(|d| d.print == PrintState::Printed))?;
        self.wire.send(Intent::Kiosk(KioskIntent::Open(KioskPage::Home)));
        Ok(())
    }

    /// Does what prints a slip, waits for its paper, and keeps the picture.
    fn staff_slip(&mut self, name: &str, intent: Intent) -> Result<(), Failure> {
        let before = self.running.views().borrow().bench.paper.clone();
        self.wire.send(intent);
        let view = self.until(name, |v| v.bench.paper != before && v.station.slips_waiting == 0)?;
        let paper = view.bench.paper.clone().ok_or("no paper")?;
        self.count += 1;
        std::fs::write(self.out.join(format!("{:02}-slip-{name}.png", self.count)), png(&paper)?)?;
        Ok(())
    }
}

fn png(paper: &Picture) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, paper.width, paper.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&paper.rgba)?;
    Ok(bytes)
}
