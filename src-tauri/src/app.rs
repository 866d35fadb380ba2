//! What the commands share: the till, or why it could not be opened.

use std::time::Instant;

use simulator::{Handle, Simulator};
use till::{ManagerApproval, OpenTillError, Till, TillError};

use crate::approvals::Approvals;
use crate::convert;
use crate::wire::CommandError;

/// The state of the running program.
pub(crate) struct App {
    till: Result<Till, OpenTillError>,
    approvals: Approvals,
    simulator: Option<Simulator>,
    practice: Option<Handle>,
}

impl App {
    pub(crate) fn new(till: Result<Till, OpenTillError>, simulator: Option<Simulator>) -> Self {
        let practice = simulator.as_ref().map(Simulator::handle);
        Self { till, approvals: Approvals::default(), simulator, practice }
    }

    /// The till, for whoever is signed in. A window that cannot have one shows why instead; in a shop that has people
    /// nobody gets it before they signed in.
    pub(crate) fn till(&self) -> Result<&Till, CommandError> {
        let till = self.till_for_anybody()?;
        till.demand_somebody().map_err(convert::refused)?;
        Ok(till)
    }

    /// The till for what may be asked before anybody signed in: who works here, signing in.
    pub(crate) fn till_for_anybody(&self) -> Result<&Till, CommandError> {
        self.till.as_ref().map_err(convert::not_open)
    }

    /// The till, or why there is none, for what is done about that.
    pub(crate) fn opened(&self) -> Result<&Till, &OpenTillError> {
        self.till.as_ref()
    }

    /// Managers' approvals that wait for their act.
    pub(crate) fn approvals(&self) -> &Approvals {
        &self.approvals
    }

    /// The approval a window hands in with an act.
    pub(crate) fn take_approval(&self, token: &str) -> Result<ManagerApproval, TillError> {
        self.approvals.take(token, Instant::now())
    }

    /// The simulator, in practice mode.
    pub(crate) fn practice(&self) -> Option<&Handle> {
        self.simulator.as_ref().and(self.practice.as_ref())
    }
}
