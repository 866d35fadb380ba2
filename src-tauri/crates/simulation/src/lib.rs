//! The payment engine in a world made of dice: clock, network, clouds, terminals, disk and cashiers are models, the
//! engine and its driver are the very lines the till runs. A seed gives a whole shift, and the same one each time.

mod books;
mod cashier;
mod check;
mod cloud;
mod disk;
mod executor;
mod faults;
#[cfg(feature = "planted")]
mod hunt;
mod invariants;
mod manager;
mod provider;
mod recovery;
mod report;
mod run;
mod till;
mod typing;
mod world;

pub use faults::{Coverage, CrashPoint, Crashes, Fault, Operation, cells};
#[cfg(feature = "planted")]
pub use hunt::{Hunt, hunt};
pub use recovery::{Recoveries, Recovery};
pub use report::Totals;
pub use run::{Outcome, dropped_at, run, tell};
pub use typing::typed;
