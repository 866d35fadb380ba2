//! What every provider owes the engine (the suite), and what only this one promises, played against virtual Solos over real HTTP.
//!
//! Each story drives the engine as the till does and, at the end, holds its verdict against what the simulator really
//! charged.
#![allow(clippy::unwrap_used)]

mod payments;
mod readers;
mod refunds;
mod scene;
mod shop;

/// An account as it was when the vendor's description was first published.
mod older {
    provider_contract::contract_suite!(crate::scene::Counter<crate::scene::Older>);
}

/// One with everything the vendor has added since.
mod newer {
    provider_contract::contract_suite!(crate::scene::Counter<crate::scene::Newer>);
}
