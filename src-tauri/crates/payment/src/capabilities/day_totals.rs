use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{ProviderFault, TerminalKey};

/// The totals a terminal itself has counted.
#[async_trait]
pub trait DayTotals: Send + Sync {
    /// The totals of the terminal's running day, as it would print them.
    async fn today(&self, terminal: &TerminalKey) -> Result<DayTotalsSlip, ProviderFault>;
}

/// A terminal's day totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTotalsSlip {
    /// The slip, byte for byte as the provider sent it.
    pub text: String,
}
