//! Which profile fits a printer, by what it calls itself.

use super::Profile;

/// The profile with a [`Profile::models`] entry in what the printer says of itself: its 1284 id, its answers to GS I. The
/// longest entry wins, because a longer name is a narrower family; letters and digits alone are compared, because makers
/// write `TM-T88V`, `TM T88V` and `tm_t88v`. `None` where no family claims it: then the generic one of its paper's width.
pub fn propose<'p>(profiles: impl IntoIterator<Item = &'p Profile>, said: &str) -> Option<&'p Profile> {
    let said = plain(said);
    let claims = profiles.into_iter().flat_map(|p| p.models.iter().map(move |m| (plain(m), p)));
    let fitting = claims.filter(|(model, _)| !model.is_empty() && said.contains(model.as_str()));
    fitting.max_by_key(|(model, _)| model.len()).map(|(_, profile)| profile)
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
