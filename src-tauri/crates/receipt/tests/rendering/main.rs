//! What receipts look like, as text and as PDF.
#![allow(clippy::unwrap_used)]

mod golden;
mod hostile;
mod issue;
mod logo;
mod papers;
mod pdf;
mod refunds;
mod reports;
