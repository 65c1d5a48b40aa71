//! Where the keys go: the part that has the focus.

use i_slint_core::item_tree::{ItemRc, ParentItemTraversalMode};
use i_slint_core::window::WindowInner;
use slint::ComponentHandle;

use super::{Part, parts};

/// The labelled part that has the focus or holds what has it; none where keys go nowhere.
pub fn focused(window: &impl ComponentHandle) -> Option<Part> {
    let mut item = WindowInner::from_pub(window.window()).focus_item.borrow().upgrade();
    let known = parts(window);
    while let Some(at) = item {
        let area = area(&at);
        let same = |part: &&Part| part.area.iter().zip(area).all(|(a, b)| (a - b).abs() < 0.5);
        if let Some(part) = known.iter().find(same).filter(|_| area[2] > 0.) {
            return Some(part.clone());
        }
        item = at.parent_item(ParentItemTraversalMode::StopAtPopups);
    }
    None
}

fn area(item: &ItemRc) -> [f32; 4] {
    let geometry = item.geometry();
    let at = item.map_to_window(geometry.origin);
    [at.x, at.y, geometry.width(), geometry.height()]
}
