use serde::Serialize;
use ts_rs::TS;

/// An amount of money for a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Amount {
    /// Whole minor units as text: 64 bits do not fit a JavaScript number.
    pub minor: String,
    /// Ready to show, without the currency sign: `1 234,50`.
    pub text: String,
}
