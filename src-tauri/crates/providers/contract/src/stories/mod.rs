//! The stories, by what they are about.

mod cancelling;
mod ending;
mod garbage;
mod inquiring;
mod limits;
mod lost;
mod refunding;
mod refused;
mod twice;

pub use cancelling::*;
pub use ending::*;
pub use garbage::*;
pub use inquiring::*;
pub use limits::*;
pub use lost::*;
pub use refunding::*;
pub use refused::*;
pub use twice::*;
