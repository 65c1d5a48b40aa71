//! The rules of the tree, as data.

#[test]
fn placeholder() {}
