//! Takes the power away from the till's database: see the README.

mod books;
pub mod disk;
mod examine;
pub mod failing;
pub mod image;
mod report;
mod shift;
#[allow(dead_code, clippy::unwrap_used, unreachable_pub)]
#[path = "../../../src-tauri/crates/store/tests/behaviour/support.rs"]
mod support;
mod vfs;

pub use books::Books;
pub use examine::{Broken, look};
pub use report::Report;
pub use shift::{Sales, Shift, work};
