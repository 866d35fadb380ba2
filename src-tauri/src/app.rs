//! What the commands share: the till, or why it could not be opened.

use simulator::{Handle, Simulator};
use till::{OpenTillError, Till};

use crate::convert;
use crate::wire::CommandError;

/// The state of the running program.
pub(crate) struct App {
    till: Result<Till, OpenTillError>,
    simulator: Option<Simulator>,
    practice: Option<Handle>,
}

impl App {
    pub(crate) fn new(till: Result<Till, OpenTillError>, simulator: Option<Simulator>) -> Self {
        let practice = simulator.as_ref().map(Simulator::handle);
        Self { till, simulator, practice }
    }

    /// The till. A window that cannot have one shows why instead.
    pub(crate) fn till(&self) -> Result<&Till, CommandError> {
        self.till.as_ref().map_err(convert::not_open)
    }

    /// The simulator, in practice mode.
    pub(crate) fn practice(&self) -> Option<&Handle> {
        self.simulator.as_ref().and(self.practice.as_ref())
    }
}
