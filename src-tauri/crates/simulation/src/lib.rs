//! The payment engine in a world made of dice: clock, network, clouds, terminals, disk and cashiers are models, the
//! engine and its driver are the very lines the till runs. A seed gives a whole shift, and the same one each time.

mod cashier;
mod check;
mod cloud;
mod disk;
mod executor;
mod faults;
mod provider;
mod report;
mod run;
mod till;
mod world;

pub use faults::{Coverage, CrashPoint, Crashes, Fault, Operation, cells};
pub use report::Totals;
pub use run::{Outcome, run, tell};
