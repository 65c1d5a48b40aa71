//! Where on the screen things can be tapped, for a program that tests the real one from outside: one line a part, left,
//! top, width, height and label. Asked for by `--places`; whoever may see the file may see the screen.

use std::io::Write;
use std::path::Path;
use ui::headless::{AccessibleRole, Part};

/// Keeps a file that says what the kiosk shows now, written whole or not at all, and only when it has changed.
pub(super) fn keeper(path: &Path) -> impl FnMut(Vec<Part>) + 'static {
    let (path, fresh) = (path.to_owned(), path.with_extension("fresh"));
    let mut last = String::new();
    move |parts| {
        let lines: Vec<String> = parts.iter().filter(|part| acts(part)).map(line).collect();
        let text = lines.join("\n") + "\n";
        if text == last {
            return;
        }
        let written = std::fs::File::create(&fresh)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .and_then(|()| std::fs::rename(&fresh, &path));
        match written {
            Ok(()) => last = text,
            Err(e) => tracing::warn!(cause = %e, "the file of places"),
        }
    }
}

fn acts(part: &Part) -> bool {
    part.enabled && matches!(part.role, AccessibleRole::Button | AccessibleRole::TextInput)
}

fn line(part: &Part) -> String {
    let [left, top, width, height] = part.area;
    format!("{left:.0} {top:.0} {width:.0} {height:.0} {}", part.label)
}
