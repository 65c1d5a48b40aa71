//! Fingers on a touchscreen, several at once, by the way a touch panel's own events take.

use i_slint_core::input::TouchPhase;
use i_slint_core::lengths::LogicalPoint;
use i_slint_core::platform::{InternalEvent, WindowEvent};
use slint::ComponentHandle;

/// What a finger does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finger {
    /// It is put down.
    Down,
    /// It moves.
    Along,
    /// It is lifted.
    Up,
    /// The panel lost it.
    Lost,
}

/// Tells the window what finger `id` does at a place, in logical pixels. Nothing is waited for.
pub fn finger(window: &impl ComponentHandle, id: i32, at: [f32; 2], does: Finger) {
    let phase = match does {
        Finger::Down => TouchPhase::Started,
        Finger::Along => TouchPhase::Moved,
        Finger::Up => TouchPhase::Ended,
        Finger::Lost => TouchPhase::Cancelled,
    };
    let position = LogicalPoint::new(at[0], at[1]);
    window.window().dispatch_event(WindowEvent::internal(InternalEvent::Touch { id, position, phase }));
}
