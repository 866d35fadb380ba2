use payment::{OfferedTerminal, PurchaseOption, Readiness};
use store::{ProviderAccount, Terminal};
use till::{AccountForm, FormField, FoundTerminal, Need};

use crate::wire::{
    AccountFormView, AccountView, FormFieldView, OfferedTerminalView, PurchaseOptionView,
    TerminalIdentityView, TerminalView,
};

/// A terminal of this till.
pub(crate) fn terminal_view(terminal: &Terminal, provider: &str, readiness: Readiness) -> TerminalView {
    TerminalView {
        id: terminal.id.0.to_string(),
        name: terminal.name.clone(),
        manufacturer: terminal.manufacturer.clone(),
        model: terminal.model.clone(),
        serial: terminal.serial.clone(),
        provider: provider.to_owned(),
        account: terminal.account_id.0.to_string(),
        readiness: match readiness {
            Readiness::Ready => "ready",
            Readiness::Busy => "busy",
            Readiness::Offline => "offline",
            Readiness::NotTold => "not_told",
            Readiness::NotKnown => "not_known",
        }
        .to_owned(),
    }
}

/// What a text told about a terminal.
pub(crate) fn found_view(found: &FoundTerminal) -> TerminalIdentityView {
    let others = found.others.iter().map(|other| other.0.to_string()).collect();
    TerminalIdentityView { others, ..identity(&found.terminal, found.account.0) }
}

fn identity(terminal: &OfferedTerminal, account: i64) -> TerminalIdentityView {
    TerminalIdentityView {
        manufacturer: terminal.manufacturer.clone(),
        model: terminal.model.clone(),
        serial: terminal.serial.clone(),
        key: terminal.key.to_string(),
        summary: format!("{} · {} · {}", terminal.manufacturer, terminal.model, terminal.serial),
        account: account.to_string(),
        others: Vec::new(),
    }
}

/// An entry of the provider's list.
pub(crate) fn offered_view(
    terminal: &OfferedTerminal,
    account: i64,
    known: &[Terminal],
) -> OfferedTerminalView {
    let same = |known: &Terminal| {
        known.account_id.0 == account && known.key.as_str().eq_ignore_ascii_case(terminal.key.as_str())
    };
    OfferedTerminalView {
        identity: identity(terminal, account),
        store: terminal.store.clone(),
        added: known.iter().any(same),
    }
}

/// A kind of account, as a form.
pub(crate) fn account_form_view(form: &AccountForm) -> AccountFormView {
    let fields = |fields: &[FormField]| {
        fields
            .iter()
            .map(|field| FormFieldView {
                name: field.name.to_owned(),
                required: field.need == Need::Required,
            })
            .collect()
    };
    AccountFormView {
        kind: form.kind.to_owned(),
        name: form.display_name.to_owned(),
        default_address: form.default_address.map(str::to_owned),
        fields: fields(form.fields),
        options: form.options.iter().map(|option| option_view(*option)).collect(),
        secrets: fields(form.secrets),
    }
}

const fn option_view(option: PurchaseOption) -> PurchaseOptionView {
    match option {
        PurchaseOption::Description => PurchaseOptionView::Description,
        PurchaseOption::Tip => PurchaseOptionView::Tip,
        PurchaseOption::Instalments => PurchaseOptionView::Instalments,
        PurchaseOption::CardType => PurchaseOptionView::CardType,
        PurchaseOption::Fiscal => PurchaseOptionView::Fiscal,
    }
}

/// An account.
pub(crate) fn account_view(account: &ProviderAccount, provider: &str, practice: bool) -> AccountView {
    AccountView {
        id: account.id.0.to_string(),
        kind: account.kind.clone(),
        provider: provider.to_owned(),
        label: account.label.clone(),
        base_url: account.base_url.clone(),
        practice,
        enabled: account.enabled,
        // What cannot be read shows as not given; saving the form mends it.
        fields: serde_json::from_str(&account.fields).unwrap_or_default(),
    }
}
