use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SecretHome;

/// A kind of account that can be added, as a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccountFormView {
    /// Which provider; the words of its entries are under `account.<kind>.<name>`.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// Its usual address.
    pub default_address: Option<String>,
    /// What it wants to know beside its address.
    pub fields: Vec<FormFieldView>,
    /// What it may be told about every purchase.
    pub options: Vec<PurchaseOptionView>,
    /// The secrets it needs.
    pub secrets: Vec<FormFieldView>,
}

/// Something that may be told about every purchase of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PurchaseOptionView {
    /// What customers read: `description`.
    Description,
    /// Tips: `tip_percents` and `tip_seconds`.
    Tip,
    /// `instalments`.
    Instalments,
    /// `card_type`.
    CardType,
    /// `fiscal`.
    Fiscal,
}

/// One entry of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FormFieldView {
    /// Its name.
    pub name: String,
    /// Whether it must be given.
    pub required: bool,
}

/// A filled-in form.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct AccountEntry {
    /// What people call it.
    pub label: String,
    /// Where it is reached.
    pub base_url: String,
    /// By the names of the form.
    pub fields: BTreeMap<String, String>,
    /// Where typed secrets go.
    pub secret_home: SecretHome,
    /// Typed secrets, by the names of the form. They go there and nowhere else.
    #[ts(as = "BTreeMap<String, String>")]
    pub secrets: BTreeMap<String, secrecy::SecretString>,
    /// Paths of files that hold secrets, by the names of the form.
    pub secret_files: BTreeMap<String, String>,
}
