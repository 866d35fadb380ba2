//! crates/tillctl
fn main() {}
