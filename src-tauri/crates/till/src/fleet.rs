//! Managing the terminals of an account: list, register, allocate, suspend, decommission.
//!
//! Every act is sent once and has one of three ends. An answer that got lost is settled by reading the terminal again,
//! never by repeating the act; what the provider's record does not settle is [`FleetEnd::NotSure`], not a guess.

use std::sync::Arc;

use payment::capabilities::{
    Fleet, FleetFilter, FleetModel, FleetPage, FleetState, FleetTerminal, NewFleetTerminal, SuspensionReason,
};
use payment::{Effect, FaultKind, Provider, ProviderFault};
use store::{AccountId, ProviderAccount};

use crate::{ManagerApproval, Till, TillError};

/// Terminals on one page, at most.
pub const MAX_FLEET_PAGE: u32 = 100;
/// Longest text of a registration, a filter or a merchant's name.
const MAX_ENTRY: usize = 200;
/// Terminals that are looked at to find a serial number.
const SERIAL_LIMIT: u32 = 10;

/// How an act on a fleet ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FleetEnd {
    /// Done. `None`: the terminal is out of the fleet.
    Done(Option<FleetTerminal>),
    /// Not done, with the reason and the terminal as the provider's record has it, where it was read.
    NotDone {
        /// What the call brought instead.
        fault: ProviderFault,
        /// As it stands.
        terminal: Option<FleetTerminal>,
    },
    /// The answer was lost, and the provider's record could not be read or does not settle it. Look again before
    /// repeating it.
    NotSure {
        /// What the call brought.
        fault: ProviderFault,
    },
}

/// An act on one terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FleetAct {
    /// Give it to this merchant, named as the provider does.
    Allocate(String),
    /// Take it from its merchant.
    Deallocate,
    /// Stop it.
    Suspend(SuspensionReason),
    /// Let it take payments again.
    Reactivate,
}

/// What a terminal shows of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Done,
    NotDone,
    Unclear,
}

impl FleetAct {
    /// Whether the terminal is as this act would leave it.
    fn shown_by(&self, terminal: &FleetTerminal) -> Shown {
        let told = !matches!(terminal.state, FleetState::Other(_));
        match self {
            FleetAct::Allocate(wanted) => match &terminal.merchant {
                Some(merchant) if merchant == wanted => Shown::Done,
                Some(_) => Shown::NotDone,
                None if terminal.state == FleetState::Unallocated => Shown::NotDone,
                // An active terminal is somebody's; whose is not told.
                None => Shown::Unclear,
            },
            FleetAct::Deallocate => match (&terminal.merchant, &terminal.state) {
                (Some(_), _) => Shown::NotDone,
                (None, FleetState::Unallocated | FleetState::Suspended) => Shown::Done,
                (None, FleetState::Active | FleetState::Other(_)) => Shown::Unclear,
            },
            FleetAct::Suspend(_) if terminal.state == FleetState::Suspended => Shown::Done,
            FleetAct::Suspend(_) if told => Shown::NotDone,
            FleetAct::Reactivate if terminal.state == FleetState::Suspended => Shown::NotDone,
            FleetAct::Reactivate if told => Shown::Done,
            FleetAct::Suspend(_) | FleetAct::Reactivate => Shown::Unclear,
        }
    }
}

/// What a look at the provider's record brought.
enum Look {
    /// The act shows; `None` after a decommissioning.
    Done(Option<FleetTerminal>),
    /// It does not.
    NotDone(Option<FleetTerminal>),
    Unclear,
}

impl Till {
    /// The accounts whose terminals can be managed.
    pub async fn fleet_accounts(&self) -> Result<Vec<ProviderAccount>, TillError> {
        let mut found = Vec::new();
        for account in self.accounts().await? {
            // An account that cannot be connected shows so in the settings; it must not hide the others here.
            let Ok(provider) = self.connection(account.id).await else { continue };
            if provider.fleet().is_some() {
                found.push(account);
            }
        }
        Ok(found)
    }

    /// The devices that can be registered.
    pub async fn fleet_models(&self, account: AccountId) -> Result<&'static [FleetModel], TillError> {
        let provider = self.provider(account).await?;
        Ok(fleet(&provider)?.models())
    }

    /// The terminals that match, from `offset` on, [`MAX_FLEET_PAGE`] at most. Empty filters match everything.
    pub async fn fleet(
        &self,
        account: AccountId,
        filter: FleetFilter,
        offset: u32,
        limit: u32,
    ) -> Result<FleetPage, TillError> {
        let provider = self.provider(account).await?;
        let filter = FleetFilter {
            tid: optional("tid", filter.tid)?,
            manufacturer: optional("manufacturer", filter.manufacturer)?,
            merchant: optional("merchant", filter.merchant)?,
            model: optional("model", filter.model)?,
            serial: optional("serial", filter.serial)?,
            external_reference: optional("external_reference", filter.external_reference)?,
        };
        Ok(fleet(&provider)?.fleet(&filter, offset, limit.clamp(1, MAX_FLEET_PAGE)).await?)
    }

    /// One terminal, by the provider's name for it.
    pub async fn fleet_terminal(&self, account: AccountId, id: &str) -> Result<FleetTerminal, TillError> {
        let provider = self.provider(account).await?;
        fleet(&provider)?.fleet_terminal(id).await?.ok_or(TillError::NotFound("terminal"))
    }

    /// Registers a device, and allocates it when a merchant is named.
    ///
    /// # Errors
    /// `FleetEntry` when something is missing or not offered; `TerminalExists` when the account has a terminal with
    /// this serial number already. Nothing was sent then, nor when a fault is returned.
    pub async fn register_terminal(
        &self,
        approval: ManagerApproval,
        account: AccountId,
        new: NewFleetTerminal,
    ) -> Result<FleetEnd, TillError> {
        let provider = self.provider(account).await?;
        let fleet = fleet(&provider)?;
        let new = NewFleetTerminal {
            serial: required("serial", &new.serial)?,
            merchant: optional("merchant", new.merchant)?,
            external_reference: optional("external_reference", new.external_reference)?,
            tid_prefix: optional("prefix", new.tid_prefix)?,
            ..new
        };
        let is_offered =
            |known: &FleetModel| known.manufacturer == new.manufacturer && known.model == new.model;
        if !fleet.models().iter().any(is_offered) {
            return Err(TillError::FleetEntry("model"));
        }
        // If the answer gets lost, the serial number tells whether it was done: it must not be there before.
        if find_serial(fleet, &new.serial).await?.is_some() {
            return Err(TillError::TerminalExists);
        }
        tracing::info!(serial = new.serial, approved_by = approval.name(), "a terminal is registered");
        let fault = match fleet.register(&new).await {
            Ok(terminal) => return Ok(FleetEnd::Done(Some(terminal))),
            Err(fault) => fault,
        };
        let looked = || async {
            let found = find_serial(fleet, &new.serial).await?;
            Ok(found.map_or(Look::NotDone(None), |terminal| Look::Done(Some(terminal))))
        };
        Ok(self.settle(&provider, fault, looked).await)
    }

    /// Does something to a terminal.
    ///
    /// # Errors
    /// `FleetEntry` when the merchant's name is missing.
    pub async fn act_on_fleet(
        &self,
        approval: ManagerApproval,
        account: AccountId,
        id: &str,
        act: FleetAct,
    ) -> Result<FleetEnd, TillError> {
        let provider = self.provider(account).await?;
        let fleet = fleet(&provider)?;
        let act = match act {
            FleetAct::Allocate(merchant) => FleetAct::Allocate(required("merchant", &merchant)?),
            other => other,
        };
        tracing::info!(id, ?act, approved_by = approval.name(), "a terminal of a fleet is changed");
        let answered = match &act {
            FleetAct::Allocate(merchant) => fleet.allocate(id, merchant).await,
            FleetAct::Deallocate => fleet.deallocate(id).await,
            FleetAct::Suspend(reason) => fleet.suspend(id, *reason).await,
            FleetAct::Reactivate => fleet.reactivate(id).await,
        };
        let fault = match answered {
            Ok(terminal) if act.shown_by(&terminal) == Shown::Done => {
                return Ok(FleetEnd::Done(Some(terminal)));
            }
            Ok(_) => ProviderFault::unreadable("it was accepted, but the answer does not show it"),
            Err(fault) => fault,
        };
        let looked = || async {
            let Some(terminal) = fleet.fleet_terminal(id).await? else { return Ok(Look::NotDone(None)) };
            Ok(match act.shown_by(&terminal) {
                Shown::Done => Look::Done(Some(terminal)),
                Shown::NotDone => Look::NotDone(Some(terminal)),
                Shown::Unclear => Look::Unclear,
            })
        };
        Ok(self.settle(&provider, fault, looked).await)
    }

    /// Takes a terminal out of the fleet for ever. `confirmation` is its terminal id or serial number, typed by a person.
    ///
    /// # Errors
    /// `NotConfirmed` when it names another terminal; `NotFound` when there is none. Nothing was sent then.
    pub async fn decommission_terminal(
        &self,
        approval: ManagerApproval,
        account: AccountId,
        id: &str,
        confirmation: &str,
    ) -> Result<FleetEnd, TillError> {
        let provider = self.provider(account).await?;
        let fleet = fleet(&provider)?;
        let terminal = fleet.fleet_terminal(id).await?.ok_or(TillError::NotFound("terminal"))?;
        let typed = confirmation.trim();
        let names = [terminal.tid.as_deref().unwrap_or_default(), terminal.serial.as_str()];
        if typed.is_empty() || !names.iter().any(|name| name.eq_ignore_ascii_case(typed)) {
            return Err(TillError::NotConfirmed);
        }
        tracing::info!(id, approved_by = approval.name(), "a terminal is decommissioned");
        let fault = match fleet.decommission(id).await {
            Ok(()) => return Ok(FleetEnd::Done(None)),
            Err(fault) => fault,
        };
        let looked = || async {
            let found = fleet.fleet_terminal(id).await?;
            Ok(found.map_or(Look::Done(None), |terminal| Look::NotDone(Some(terminal))))
        };
        Ok(self.settle(&provider, fault, looked).await)
    }

    /// The end of an act whose call brought a fault: proved undone, or as the provider's record shows it.
    async fn settle<F>(
        &self,
        provider: &Arc<dyn Provider>,
        fault: ProviderFault,
        looked: impl Fn() -> F,
    ) -> FleetEnd
    where
        F: Future<Output = Result<Look, ProviderFault>>,
    {
        if fault.effect() == Effect::None {
            return FleetEnd::NotDone { fault, terminal: None };
        }
        let settled = match looked().await {
            // What is still on its way arrives between the two looks; after an answer there is nothing on its way.
            Ok(Look::NotDone(_)) if !is_answer(&fault) => {
                tokio::time::sleep(provider.descriptor().policy.not_found_spacing).await;
                looked().await
            }
            other => other,
        };
        tracing::warn!(%fault, settled = settled.is_ok(), "an act on a fleet was looked up");
        match settled {
            Ok(Look::Done(terminal)) => FleetEnd::Done(terminal),
            Ok(Look::NotDone(terminal)) => FleetEnd::NotDone { fault, terminal },
            Ok(Look::Unclear) | Err(_) => FleetEnd::NotSure { fault },
        }
    }
}

/// Whether the provider itself refused, after which nothing of the call is under way.
fn is_answer(fault: &ProviderFault) -> bool {
    match fault.kind() {
        FaultKind::NotAuthorised
        | FaultKind::Refused
        | FaultKind::NotKnown
        | FaultKind::TerminalBusy
        | FaultKind::TerminalOffline
        | FaultKind::TooEarly
        | FaultKind::NotEnoughBalance
        | FaultKind::SlowDown => true,
        FaultKind::NotReached
        | FaultKind::NoAnswer
        | FaultKind::ProviderDown
        | FaultKind::Unreadable
        | FaultKind::Misconfigured
        | FaultKind::AccountIncomplete
        | FaultKind::NotPossible => false,
    }
}

fn fleet(provider: &Arc<dyn Provider>) -> Result<&dyn Fleet, TillError> {
    provider.fleet().ok_or(TillError::NotOffered)
}

async fn find_serial(fleet: &dyn Fleet, serial: &str) -> Result<Option<FleetTerminal>, ProviderFault> {
    let filter = FleetFilter { serial: Some(serial.to_owned()), ..FleetFilter::default() };
    let page = fleet.fleet(&filter, 0, SERIAL_LIMIT).await?;
    Ok(page.items.into_iter().find(|terminal| terminal.serial.eq_ignore_ascii_case(serial)))
}

fn required(name: &'static str, text: &str) -> Result<String, TillError> {
    let clean = sale::clean_line(text);
    let fits = !clean.is_empty() && clean.chars().count() <= MAX_ENTRY;
    if fits { Ok(clean) } else { Err(TillError::FleetEntry(name)) }
}

fn optional(name: &'static str, text: Option<String>) -> Result<Option<String>, TillError> {
    match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => required(name, &text).map(Some),
        None => Ok(None),
    }
}
