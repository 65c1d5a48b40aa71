//! Windows without a display: real layout, real hit tests, real pixels, and a clock that stands still until told.

mod fingers;
mod focus;
mod texts;

pub use fingers::{Finger, finger};
pub use focus::focused;
pub use texts::{Written, texts};

use std::path::Path;
use std::time::Duration;

use i_slint_backend_testing::{ElementHandle, ElementQuery, TestingBackend, TestingBackendOptions};
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalSize, PlatformError};
use thiserror::Error;

pub use i_slint_backend_testing::AccessibleRole;

/// Why a page could not be looked at or touched.
#[derive(Debug, Error)]
pub enum HeadlessError {
    /// The toolkit refused.
    #[error("the toolkit: {0}")]
    Platform(#[from] PlatformError),
    /// Nothing on the page has this label; `there` lists what has one.
    #[error("no «{label}» on this page; there are: {there}")]
    Absent {
        /// The label that was asked for.
        label: String,
        /// The labels on the page.
        there: String,
    },
    /// The label stands on several parts, so that a tap would be a guess.
    #[error("«{label}» stands {count} times on this page")]
    Ambiguous {
        /// The label that was asked for.
        label: String,
        /// How many there are.
        count: usize,
    },
    /// The part is there but cannot be used now.
    #[error("«{0}» cannot be used now")]
    Disabled(String),
    /// The picture could not be written.
    #[error("the picture: {0}")]
    Picture(#[from] std::io::Error),
    /// The picture could not be encoded.
    #[error("the picture: {0}")]
    Encoding(#[from] png::EncodingError),
}

/// Makes this thread's windows headless. Call before the first window; a second call on a thread does nothing.
pub fn init() {
    let backend = TestingBackend::new(TestingBackendOptions {
        mock_time: true,
        threading: false,
        renderer_name: Some("software".into()),
    });
    // Already set: this thread is headless already.
    let _ = slint::platform::set_platform(Box::new(backend));
}

/// Shows a window in the given size and settles its layout.
pub fn open(window: &impl ComponentHandle, width: f32, height: f32) -> Result<(), HeadlessError> {
    window.window().set_size(LogicalSize::new(width, height));
    window.show()?;
    settle();
    Ok(())
}

/// Lets change handlers and animations come to rest.
pub fn settle() {
    for _ in 0..3 {
        elapse(Duration::from_millis(200));
    }
}

/// Lets time pass: timers fire, animations move.
pub fn elapse(duration: Duration) {
    i_slint_backend_testing::mock_elapsed_time(duration);
}

/// Something a person can act on: a label, where it is, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The accessible label, in the page's language.
    pub label: String,
    /// What it is.
    pub role: AccessibleRole,
    /// Its value, for fields.
    pub value: String,
    /// Whether it can be used now.
    pub enabled: bool,
    /// Left, top, width, height, in logical pixels.
    pub area: [f32; 4],
}

/// Every labelled part of a window in reading order, texts and groups included.
pub fn parts(window: &impl ComponentHandle) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for element in labelled(window) {
        let part = describe(&element);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

/// Taps the one part with this label, at its centre, through the real hit test.
pub fn tap(window: &impl ComponentHandle, label: &str) -> Result<(), HeadlessError> {
    find(window, label)?.mock_single_click(PointerEventButton::Left);
    settle();
    Ok(())
}

/// Types into the field that has the focus.
pub fn type_text(window: &impl ComponentHandle, text: &str) {
    crate::keys::press(window.window(), text);
    settle();
}

/// Presses and releases one key, such as `slint::platform::Key::F2`.
pub fn press_key(window: &impl ComponentHandle, key: slint::platform::Key) {
    let text = slint::SharedString::from(key);
    window.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
    window.window().dispatch_event(WindowEvent::KeyReleased { text });
    settle();
}

/// What the window shows now, as a PNG.
pub fn snapshot(window: &impl ComponentHandle) -> Result<Vec<u8>, HeadlessError> {
    settle();
    let shot = window.window().take_snapshot()?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, shot.width(), shot.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header()?.write_image_data(shot.as_bytes())?;
    Ok(bytes)
}

/// Writes what the window shows now to a PNG file.
pub fn snapshot_to(window: &impl ComponentHandle, path: &Path) -> Result<(), HeadlessError> {
    std::fs::write(path, snapshot(window)?)?;
    Ok(())
}

fn labelled(window: &impl ComponentHandle) -> Vec<ElementHandle> {
    ElementQuery::from_root(window)
        .match_descendants()
        .match_predicate(|element| element.accessible_label().is_some_and(|label| !label.is_empty()))
        .find_all()
}

fn describe(element: &ElementHandle) -> Part {
    let (at, size) = (element.absolute_position(), element.size());
    Part {
        label: element.accessible_label().unwrap_or_default().into(),
        role: element.accessible_role().unwrap_or(AccessibleRole::None),
        value: element.accessible_value().unwrap_or_default().into(),
        enabled: element.accessible_enabled().unwrap_or(true),
        area: [at.x, at.y, size.width, size.height],
    }
}

/// A text inside a labelled button bears the same label, and one part appears once for each of its base components.
fn find(window: &impl ComponentHandle, label: &str) -> Result<ElementHandle, HeadlessError> {
    let mut found: Vec<ElementHandle> = Vec::new();
    for element in labelled(window) {
        let acts = !matches!(
            element.accessible_role(),
            None | Some(
                AccessibleRole::Text
                    | AccessibleRole::None
                    | AccessibleRole::Groupbox
                    | AccessibleRole::Image
            )
        );
        let same = |other: &ElementHandle| other.absolute_position() == element.absolute_position();
        if acts && element.accessible_label().is_some_and(|it| it == label) && !found.iter().any(same) {
            found.push(element);
        }
    }
    match found.len() {
        1 if found[0].accessible_enabled() == Some(false) => Err(HeadlessError::Disabled(label.into())),
        1 => Ok(found.remove(0)),
        0 => {
            let there: Vec<String> = parts(window).into_iter().map(|part| part.label).collect();
            Err(HeadlessError::Absent { label: label.into(), there: there.join("、") })
        }
        count => Err(HeadlessError::Ambiguous { label: label.into(), count }),
    }
}
