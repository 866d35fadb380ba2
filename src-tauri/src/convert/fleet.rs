use payment::capabilities::{FleetFilter, FleetState, FleetTerminal, NewFleetTerminal};
use till::FleetEnd;

use crate::wire::{
    FleetEndKind, FleetEndView, FleetRegistration, FleetSearch, FleetStateView, FleetTerminalView,
};

/// A terminal of a fleet.
pub(crate) fn fleet_terminal_view(terminal: &FleetTerminal) -> FleetTerminalView {
    let (state, state_text) = match &terminal.state {
        FleetState::Active => (FleetStateView::Active, ""),
        FleetState::Suspended => (FleetStateView::Suspended, ""),
        FleetState::Unallocated => (FleetStateView::Unallocated, ""),
        FleetState::Other(word) => (FleetStateView::Unknown, word.as_str()),
    };
    FleetTerminalView {
        id: terminal.id.clone(),
        tid: terminal.tid.clone(),
        serial: terminal.serial.clone(),
        manufacturer: terminal.manufacturer.clone(),
        model: terminal.model.clone(),
        merchant: terminal.merchant.clone(),
        reference: terminal.external_reference.clone(),
        state,
        state_text: state_text.to_owned(),
        reason: terminal.state_reason.clone(),
    }
}

/// How an act ended.
pub(crate) fn fleet_end_view(end: &FleetEnd) -> FleetEndView {
    let (kind, terminal, fault) = match end {
        FleetEnd::Done(terminal) => (FleetEndKind::Done, terminal.as_ref(), None),
        FleetEnd::NotDone { fault, terminal } => (FleetEndKind::NotDone, terminal.as_ref(), Some(fault)),
        FleetEnd::NotSure { fault } => (FleetEndKind::NotSure, None, Some(fault)),
    };
    FleetEndView {
        end: kind,
        terminal: terminal.map(fleet_terminal_view),
        why: fault.map(|fault| fault.detail().to_owned()),
    }
}

/// What to look for.
pub(crate) fn fleet_filter(search: FleetSearch) -> FleetFilter {
    FleetFilter {
        tid: Some(search.tid),
        manufacturer: None,
        merchant: Some(search.merchant),
        model: Some(search.model),
        serial: Some(search.serial),
        external_reference: Some(search.reference),
    }
}

/// A device to be registered.
pub(crate) fn new_fleet_terminal(new: FleetRegistration) -> NewFleetTerminal {
    NewFleetTerminal {
        serial: new.serial,
        manufacturer: new.model.manufacturer,
        model: new.model.model,
        merchant: Some(new.merchant),
        external_reference: Some(new.reference),
        tid_prefix: Some(new.prefix),
    }
}
