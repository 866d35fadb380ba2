//! Practice mode: virtual terminals behind the HTTP interface of a real payment system.
//!
//! [`Simulator::start`] opens a MerchantAPI, a SumUp Cloud API, and Stitch's management of terminals, on loopback. Payments sent to them reach
//! virtual terminals and Solo readers that
//! poll, ask for a card, decide and print slips, exactly as long as a till needs to see every phase. A window,
//! a script or a test plays the person at the terminal through [`Handle`], or over HTTP through the control
//! interface described in `docs/simulator.md`.
//!
//! No money moves and nothing outside this computer is spoken to.

mod card;
mod clock;
mod config;
mod control;
mod cut;
mod decision;
mod faults;
mod faulty;
mod merchant_api;
mod qr;
mod rng;
mod simulator;
mod slip;
mod state;
mod stitch;
mod sumup;
mod world;

pub use card::{Brand, Entry};
pub use clock::Clock;
pub use config::{Account, Config, StoreSpec, TerminalSpec, Timings};
pub use decision::{Decision, Outcome, ResponseCode};
pub use faults::{Fault, FaultKind, FaultLimitReached};
pub use simulator::{Handle, Simulator, StartError};
pub use stitch::{StitchAccount, StitchStatus, StitchTerminal};
pub use sumup::{Additions, BusyWindow, SoloSpec, SumupConfig, SumupTimings};
pub use world::sumup::{
    HostedAct, HostedActError, HostedCheckoutSnapshot, HostedStatus, RefundEventStatus, SoloAct,
    SoloActError, SoloLink, SoloSnapshot, SoloStage, SumupStatus, SumupTransactionSnapshot, TipChoice,
    Verification,
};
pub use world::{
    Act, ActError, AmountView, Charge, Kind, Pin, Stage, Status, TerminalSnapshot, TransactionSnapshot,
    UnknownTerminal,
};
