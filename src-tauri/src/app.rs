//! What the commands share: the till, or why it could not be opened.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use simulator::{Handle, Simulator};
use till::{ManagerApproval, OpenTillError, Till, TillError};

use crate::approvals::Approvals;
use crate::commands::needs::Needs;
use crate::convert;
use crate::wire::CommandError;

/// The state of the running program.
pub(crate) struct App {
    till: Result<Till, OpenTillError>,
    approvals: Approvals,
    /// A manager let whoever is signed in read what only managers do.
    manager_area_open: AtomicBool,
    simulator: Option<Simulator>,
    practice: Option<Handle>,
}

impl App {
    pub(crate) fn new(till: Result<Till, OpenTillError>, simulator: Option<Simulator>) -> Self {
        let practice = simulator.as_ref().map(Simulator::handle);
        let (approvals, manager_area_open) = (Approvals::default(), AtomicBool::new(false));
        Self { till, approvals, manager_area_open, simulator, practice }
    }

    /// The till, for whoever is signed in. A window that cannot have one shows why instead; in a shop that has people
    /// nobody gets it before they signed in.
    pub(crate) fn till(&self) -> Result<&Till, CommandError> {
        let till = self.till_for_anybody()?;
        till.demand_somebody().map_err(convert::refused)?;
        Ok(till)
    }

    /// Refuses whoever may not do what needs this.
    pub(crate) fn demand(&self, needs: Needs) -> Result<(), CommandError> {
        match needs {
            Needs::Nobody | Needs::ItsOwnQuestion => Ok(()),
            Needs::Somebody | Needs::Approval => self.till().map(drop),
            Needs::Manager => self.demand_manager(self.till()?),
            Needs::ManagerOnceOpen => match self.opened() {
                // The way out of trouble is not shut by a PIN: putting a backup back asks for one.
                Ok(till) if till.damage().is_none() && !till.is_closed() => self.demand_manager(self.till()?),
                Ok(_) | Err(_) => Ok(()),
            },
        }
    }

    fn demand_manager(&self, till: &Till) -> Result<(), CommandError> {
        if self.manager_area_open.load(Ordering::Acquire) {
            return Ok(());
        }
        till.demand_manager().map_err(convert::refused)
    }

    /// A manager lets whoever is signed in read on; what is done there asks again.
    pub(crate) fn open_manager_area(&self, approval: ManagerApproval) {
        tracing::info!(by = ?approval.by(), "the manager's area is opened");
        self.manager_area_open.store(true, Ordering::Release);
    }

    /// Whoever leaves shuts it behind them, and nobody who signs in finds it open.
    pub(crate) fn shut_manager_area(&self) {
        self.manager_area_open.store(false, Ordering::Release);
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
