//! What is written on a page, as it is laid out: whether it fits its place, read from the toolkit's own items.

use std::rc::Rc;

use i_slint_core::item_rendering::{PlainOrStyledText, RenderText};
use i_slint_core::item_tree::ItemRc;
use i_slint_core::items::{ComplexText, Item, SimpleText, TextWrap};
use i_slint_core::layout::Orientation;
use i_slint_core::window::{WindowAdapter, WindowInner};
use slint::ComponentHandle;

/// A text on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// What it says.
    pub text: String,
    /// Bold face or regular.
    pub bold: bool,
    /// The width and height it has, in logical pixels.
    pub place: [f32; 2],
    /// The width and height it needs; of a text that wraps, the width is that of its place.
    pub needs: [f32; 2],
}

impl Written {
    /// Whether a part of it cannot be read. A pixel is rounding.
    pub fn is_cut(&self) -> bool {
        self.needs[0] > self.place[0] + 1. || self.needs[1] > self.place[1] + 1.
    }
}

/// Every visible text of a window, texts in fields left out: those are scrolled by whoever writes.
pub fn texts(window: &impl ComponentHandle) -> Vec<Written> {
    let window = WindowInner::from_pub(window.window());
    let (mut found, adapter) = (Vec::new(), window.window_adapter());
    let mut open = vec![ItemRc::new_root(window.component())];
    while let Some(item) = open.pop() {
        if !item.is_visible() {
            continue;
        }
        if let Some(text) = item.downcast::<ComplexText>() {
            found.extend(measure(text.as_pin_ref(), &item, &adapter));
        } else if let Some(text) = item.downcast::<SimpleText>() {
            found.extend(measure(text.as_pin_ref(), &item, &adapter));
        }
        let mut child = item.first_child();
        while let Some(item) = child {
            child = item.next_sibling();
            open.push(item);
        }
    }
    found
}

fn measure<T: RenderText + Item>(
    text: std::pin::Pin<&T>,
    item: &ItemRc,
    adapter: &Rc<dyn WindowAdapter>,
) -> Option<Written> {
    let PlainOrStyledText::Plain(said) = i_slint_core::item_rendering::RenderString::text(text) else {
        return None;
    };
    let size = item.geometry().size;
    let wraps = text.wrap() != TextWrap::NoWrap;
    let need = |along, across| text.layout_info(along, across, adapter, item).preferred;
    let width = if wraps { size.width } else { need(Orientation::Horizontal, -1.) };
    Some(Written {
        bold: text.font_request(item).weight.is_some_and(|weight| weight > 500),
        text: said.into(),
        place: [size.width, size.height],
        needs: [width, need(Orientation::Vertical, size.width)],
    })
}
