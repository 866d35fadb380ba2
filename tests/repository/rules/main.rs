//! What the architecture and style pages promise, asserted.

mod assets;
mod checkout;
mod dependencies;
mod providers;
mod sources;
