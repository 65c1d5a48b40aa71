//! The staff's faces: desk, guard's post, board, bench.

use crate::{Gallery, Outcome};
use slint::{ComponentHandle, Image, ModelRc, Rgb8Pixel, SharedPixelBuffer, VecModel};
use std::rc::Rc;
use ui::headless;
use ui::{
    BenchWindow, Board, BoardWindow, DeskWindow, GuardWindow, KeepState, Notice, PrintState, PrinterState,
    Station,
};

impl Gallery {
    fn picture(&mut self, window: &impl ComponentHandle, name: &str) -> Outcome {
        self.take(window, &format!("{name}{}", self.tongue.0))
    }

    /// The desk when somebody calls for help, when nothing can be kept, and while a caller is written down.
    fn reception(&mut self, desk: &DeskWindow) -> Outcome {
        headless::open(desk, 1366., 768.)?;
        desk.global::<ui::Desk>().set_alarms(alarms());
        self.picture(desk, "desk-alarms")?;
        desk.global::<ui::Desk>().set_alarms(ModelRc::default());
        desk.global::<Station>().set_keeps(KeepState::ReadOnly);
        self.picture(desk, "desk-closed")?;
        desk.global::<Station>().set_keeps(KeepState::Ok);
        let doubt = ui::Doubt { today: "2037-01-01".into(), last: "2026-11-21".into() };
        desk.global::<Station>().set_doubt(doubt);
        self.picture(desk, "desk-doubt")?;
        desk.global::<Station>().set_doubt(ui::Doubt::default());
        let intake = desk.global::<ui::Intake>();
        intake.invoke_clear();
        intake.set_open(true);
        self.picture(desk, "desk-intake")?;
        intake.set_open(false);
        intake.set_logged(ui::Logged {
            number: "R20261121-007".into(),
            promise: "11-23 18:00".into(),
            print: PrintState::Printing,
        });
        self.picture(desk, "desk-logged")?;
        intake.set_logged(ui::Logged::default());
        Ok(())
    }

    /// The desk's panel of visitors, in its three states.
    fn visitors(&mut self, desk: &DeskWindow) -> Outcome {
        desk.global::<ui::Desk>().set_panel(ui::DeskPanel::Visits);
        desk.global::<ui::Visitors>().set_booked(ui::BookedView {
            number: "Y005".into(),
            visitor: "测*戊".into(),
            unit: "3-1-502".into(),
            time: "03-12 14:00-15:30".into(),
            code: "204816".into(),
        });
        headless::open(desk, 1366., 768.)?;
        self.picture(desk, "desk-visits")?;
        desk.global::<ui::Visitors>().set_denying(true);
        self.picture(desk, "desk-visits-denying")?;
        desk.global::<ui::Visitors>().set_booking(true);
        self.picture(desk, "desk-visits-booking")?;
        desk.global::<ui::Visitors>().set_booking(false);
        Ok(())
    }

    pub(crate) fn staff(&mut self) -> Outcome {
        if self.wants("desk") {
            let desk = DeskWindow::new()?;
            ui::language::choose(self.tongue.1)?;
            for (name, width, height) in [("desk", 1366., 768.), ("desk-wide", 1920., 1080.)] {
                headless::open(&desk, width, height)?;
                self.picture(&desk, name)?;
            }
            self.reception(&desk)?;
            desk.global::<ui::Desk>().set_panel(ui::DeskPanel::Printer);
            desk.global::<ui::Commission>().set_preview(paper());
            for (name, width, height) in [("desk-printer", 1366., 768.), ("desk-printer-wide", 1920., 1080.)]
            {
                headless::open(&desk, width, height)?;
                self.picture(&desk, name)?;
            }
            desk.global::<Station>().set_printer(PrinterState::NotPermitted);
            desk.global::<ui::Commission>().set_probe_state(ui::ProbeState::Unanswered);
            desk.global::<ui::Commission>().set_test_state(ui::TestState::NotSent);
            self.picture(&desk, "desk-printer-trouble")?;
            desk.global::<ui::Desk>().set_panel(ui::DeskPanel::Slips);
            desk.global::<ui::Slips>().set_paper(paper());
            headless::open(&desk, 1366., 768.)?;
            self.picture(&desk, "desk-slips")?;
            desk.global::<ui::Slips>().set_ask(ui::SlipAsk::Reprint);
            self.picture(&desk, "desk-slips-asking")?;
            desk.global::<ui::Slips>().set_ask(ui::SlipAsk::Nothing);
            self.visitors(&desk)?;
            desk.global::<ui::Desk>().set_panel(ui::DeskPanel::Requests);
            desk.global::<Station>().set_slips_waiting(2);
            desk.global::<Station>().set_printer(PrinterState::PaperOut);
            desk.global::<ui::Desk>().set_waiting(ModelRc::from(Rc::new(VecModel::default())));
            desk.global::<ui::Desk>().set_current(ui::CurrentCall::default());
            desk.global::<ui::Desk>()
                .set_notice(Notice { text: "A017 已被 2 号柜台叫走".into(), ..Notice::default() });
            headless::open(&desk, 1366., 768.)?;
            self.picture(&desk, "desk-trouble")?;
            desk.hide()?;
        }
        self.others()
    }

    /// The guard's post, the board, the bench.
    fn others(&mut self) -> Outcome {
        if self.wants("guard") {
            let guard = GuardWindow::new()?;
            ui::language::choose(self.tongue.1)?;
            headless::open(&guard, 1280., 800.)?;
            self.picture(&guard, "guard")?;
            guard.global::<ui::Guard>().set_asking("V-0312-007".into());
            self.picture(&guard, "guard-asking")?;
            guard.global::<ui::Guard>().set_alarms(alarms());
            self.picture(&guard, "guard-alarms")?;
            guard.global::<ui::Guard>().set_alarms(ModelRc::default());
            guard.global::<Station>().set_keeps(KeepState::Full);
            self.picture(&guard, "guard-closed")?;
            guard.hide()?;
        }
        if self.wants("board") {
            let board = BoardWindow::new()?;
            ui::language::choose(self.tongue.1)?;
            headless::open(&board, 1920., 1080.)?;
            self.picture(&board, "board")?;
            board.global::<Board>().set_stale(true);
            self.picture(&board, "board-stale")?;
            board.hide()?;
        }
        if self.wants("bench") {
            let bench = BenchWindow::new()?;
            ui::language::choose(self.tongue.1)?;
            headless::open(&bench, 820., 700.)?;
            self.picture(&bench, "bench")?;
            bench.global::<ui::Bench>().set_placed("测试甲".into());
            bench.global::<ui::Bench>().set_last_paper(paper());
            bench.global::<ui::Bench>().set_papers(1);
            self.picture(&bench, "bench-printed")?;
            bench.hide()?;
        }
        Ok(())
    }
}

/// An emergency, and somebody who wants staff.
fn alarms() -> ModelRc<ui::Alarm> {
    let alarm = |id: &str, emergency, called: &str, minutes| ui::Alarm {
        id: id.into(),
        emergency,
        place: "大堂一号机".into(),
        called: called.into(),
        minutes,
    };
    ModelRc::new(VecModel::from(vec![alarm("1", true, "09:41", 1), alarm("2", false, "09:38", 4)]))
}

/// A stand-in for a printed slip.
fn paper() -> Image {
    let mut pixels = SharedPixelBuffer::<Rgb8Pixel>::new(384, 640);
    for (place, pixel) in pixels.make_mut_slice().iter_mut().enumerate() {
        let (x, y) = (place % 384, place / 384);
        let dark = y % 48 > 30 && (40..344).contains(&x) && y < 560;
        *pixel = if dark { Rgb8Pixel::new(60, 60, 60) } else { Rgb8Pixel::new(252, 252, 250) };
    }
    Image::from_rgb8(pixels)
}
